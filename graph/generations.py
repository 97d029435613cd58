"""Generations of the store: what makes a build one transaction and lets readers read while it runs.

A build never writes into the store that readers open. It makes the next generation, from hard links to the present
one's files and the difference, or afresh when most of it changes, and then renames one small file to point at it. A
crash at any moment leaves the present generation in place. A generation that nobody reads any more is removed.

Oxigraph's default graph is not the union of the named graphs, and its option to query their union returns a triple
once per graph that holds it, so that counts come out wrong (pyoxigraph 0.5: the same triple in two graphs counts
twice). A generation therefore holds the union, each triple once, in its default graph.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from actorgraph.graph.store import GraphFolder, atomic_write
from actorgraph.ontology.errors import StoreError

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Generation", "current", "hold", "next_generation", "publish", "sweep_generations"]

_ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation of the store."""

    path: Path

    @property
    def quads(self) -> Path:
        """The folder of the Oxigraph store."""
        return self.path / "quads"

    @property
    def index(self) -> Path:
        """The file of the names index."""
        return self.path / "index.sqlite"

    def open(self) -> ox.Store:
        """Open the store for reading.

        :raises StoreError: if it is damaged.
        """
        import pyoxigraph as ox  # noqa: PLC0415 - not every command opens the store

        try:
            return ox.Store.read_only(str(self.quads))
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: RocksDB finds it corrupt
            raise StoreError(
                f"The store {self.quads} cannot be opened ({error}); build the graph again to make it anew.",
                path=self.quads,
            ) from error


def current(folder: GraphFolder) -> Generation | None:
    """The generation that readers open; ``None`` before the first build."""
    try:
        name = (folder.store_path / "current").read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    generation = Generation(folder.store_path / name)
    return generation if name.isdigit() and generation.index.is_file() else None


@contextmanager
def hold(folder: GraphFolder) -> Iterator[Generation]:
    """The current generation, kept from removal as long as the context lasts.

    :raises StoreError: if nothing has been built yet.
    """
    import fcntl  # noqa: PLC0415

    for _ in range(_ATTEMPTS):
        generation = current(folder)
        if generation is None:
            break
        try:
            descriptor = os.open(generation.path, os.O_RDONLY)
        except FileNotFoundError:
            continue  # replaced and removed between the two lines above
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            if generation.index.is_file():
                yield generation
                return
        finally:
            os.close(descriptor)
    raise StoreError(f"The graph {folder.path} holds nothing yet; fill it with: actorgraph build", path=folder.path)


def next_generation(folder: GraphFolder) -> Generation:
    """An empty folder for the generation after the current one. Only the holder of the lock may call this."""
    numbers = [int(p.name) for p in folder.store_path.iterdir() if p.name.isdigit()]
    generation = Generation(folder.store_path / f"{max(numbers, default=0) + 1:08d}")
    generation.path.mkdir()
    return generation


def publish(folder: GraphFolder, generation: Generation) -> None:
    """Make a finished generation the one that readers open."""
    atomic_write(folder.store_path / "current", generation.path.name.encode(), durable=True)


def sweep_generations(folder: GraphFolder) -> None:
    """Remove generations that are not current and that nobody reads: older ones, and those a crash left unfinished."""
    import fcntl  # noqa: PLC0415

    kept = current(folder)
    for path in sorted(folder.store_path.iterdir()):
        if not path.is_dir() or (kept is not None and path == kept.path):
            continue
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path)
        except BlockingIOError:
            continue
        finally:
            os.close(descriptor)
