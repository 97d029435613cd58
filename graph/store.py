"""The graph folder, ``.actorgraph/``: what was read, and the store that is made from it.

    actorgraph.toml          marker: this is a graph folder, of this format
    manifest.json            source path → its document, record and text: what the graph ought to hold
    records/<hash>.json.gz   the records, by the hash of their content
    entities/<hash>.json.gz  their entities in short, all that identity needs to know of a record
    texts/<hash>.txt.gz      the decoded texts that evidence points into
    store/<number>/          one generation of the store (see :mod:`actorgraph.graph.generations`)
    store/current            the number of the generation that readers open
    lock                     held by the one process that writes

Every file is written aside and renamed, so that a reader or a crash never sees half of one. The store can be made
again from the records at any time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from actorgraph.ontology.errors import StoreError

if TYPE_CHECKING:  # pydantic takes 0.1 s to import, and a look-up needs no record
    from actorgraph.extract.records import Record
    from actorgraph.graph.identity import EntitySummary

__all__ = ["FORMAT", "GraphFolder", "Manifest", "SourceEntry", "atomic_write"]

FORMAT: Final = 1
MARKER: Final = "actorgraph.toml"
_MARKER_TEXT: Final = f"# A graph folder of actorgraph. Written by the program; do not edit.\nformat = {FORMAT}\n"


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What the graph holds of one source.

    :param document: id of its document (``sha256:`` and the hash of the source's bytes).
    :param record: hash of its record. :param text: hash of its text.
    :param fingerprint: what it was extracted with (settings, lexicon), so that a change can be noticed.
    """

    document: str
    record: str
    text: str
    title: str
    language: str
    characters: int
    entities: int
    claims: int
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Source path → what the graph ought to hold of it."""

    sources: Mapping[str, SourceEntry] = field(default_factory=dict)

    def documents(self) -> dict[str, SourceEntry]:
        """Document id → entry. Of several sources with the same bytes the first in the alphabet speaks."""
        found: dict[str, SourceEntry] = {}
        for source in sorted(self.sources):
            found.setdefault(self.sources[source].document, self.sources[source])
        return dict(sorted(found.items()))


def atomic_write(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write a file aside and rename it into place.

    :param durable: wait until it is on disk; for the few files that say which others count.
    :raises OSError: if the file cannot be written; nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


class GraphFolder:
    """A graph folder that exists; made by :meth:`open` or :meth:`create`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store_path = path / "store"

    @classmethod
    def open(cls, path: str | Path) -> GraphFolder:
        """Open a folder that must be a graph folder.

        :raises StoreError: if it is missing, is none, or was written in a newer format.
        """
        folder = Path(path)
        if not folder.exists():
            raise StoreError(f"There is no graph at {folder}; build one with: actorgraph build", path=folder)
        marker = folder / MARKER
        if not marker.is_file():
            raise StoreError(
                f"{folder} is not a graph folder (it has no {MARKER}); name another, or build one.", path=folder
            )
        found = _format(marker)
        if found != FORMAT:
            raise StoreError(
                f"{folder} was written in format {found}, and this version reads format {FORMAT}; "
                "use the version that wrote it, or build the graph again elsewhere.",
                path=folder,
            )
        return cls(folder)

    @classmethod
    def create(cls, path: str | Path) -> GraphFolder:
        """Open a graph folder, or make one where there is nothing or an empty folder.

        :raises StoreError: if something else stands there, or the folder cannot be made.
        """
        folder = Path(path)
        if (folder / MARKER).exists():
            return cls.open(folder)
        try:
            if folder.exists() and not folder.is_dir():
                raise StoreError(f"{folder} is a file; name a folder for the graph.", path=folder)
            if folder.exists() and any(folder.iterdir()):
                raise StoreError(
                    f"{folder} is neither empty nor a graph folder; name another folder for the graph.", path=folder
                )
            for name in ("records", "entities", "texts", "store"):
                (folder / name).mkdir(parents=True, exist_ok=True)
            # The marker comes last: without it the folder is not yet one, and creating it again is harmless.
            atomic_write(folder / MARKER, _MARKER_TEXT.encode(), durable=True)
        except OSError as error:
            raise _unwritable(folder, error) from error
        return cls(folder)

    def manifest(self) -> Manifest:
        """What the graph ought to hold; empty before the first build.

        :raises StoreError: if the file is damaged.
        """
        path = self.path / "manifest.json"
        try:
            data = json.loads(path.read_bytes())
            sources = {source: SourceEntry(**entry) for source, entry in data["sources"].items()}
        except FileNotFoundError:
            return Manifest()
        except (ValueError, TypeError, KeyError, OSError) as error:
            raise StoreError(f"{path} is damaged ({error}); remove it and build again.", path=path) from error
        return Manifest(sources)

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace the manifest.

        :raises StoreError: if it cannot be written.
        """
        sources = {source: asdict(manifest.sources[source]) for source in sorted(manifest.sources)}
        data = json.dumps({"format": FORMAT, "sources": sources}, ensure_ascii=False, indent=1).encode()
        try:
            atomic_write(self.path / "manifest.json", data, durable=True)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def put(self, record: Record, text: str, *, fingerprint: str = "") -> SourceEntry:
        """Write a record and its text; the manifest is the caller's to update.

        :raises StoreError: if they cannot be written.
        """
        from actorgraph.graph.identity import summarise  # noqa: PLC0415 - see the top of this module

        data, info = record.to_json().encode(), record.document
        record_hash, text_hash = hashlib.sha256(data).hexdigest(), hashlib.sha256(text.encode()).hexdigest()
        entities = [astuple(summarise(entity, info.id)) for entity in record.entities]
        try:
            self._write("texts", text_hash, ".txt.gz", text.encode())
            self._write("entities", record_hash, ".json.gz", json.dumps(entities, ensure_ascii=False).encode())
            self._write("records", record_hash, ".json.gz", data)
        except OSError as error:
            raise _unwritable(self.path, error) from error
        counts = (len(text), len(record.entities), len(record.claims))
        return SourceEntry(info.id, record_hash, text_hash, info.title, info.language, *counts, fingerprint)

    def record(self, entry: SourceEntry) -> Record:
        """The record of a source.

        :raises StoreError: if it is missing or damaged.
        """
        from actorgraph.extract.records import Record  # noqa: PLC0415 - see the top of this module

        return Record.from_json(self._read("records", entry.record, ".json.gz"))

    def entities(self, entry: SourceEntry) -> list[EntitySummary]:
        """The record's entities in short.

        :raises StoreError: if they, and the record too, are missing or damaged.
        """
        from actorgraph.graph.identity import EntitySummary, summarise  # noqa: PLC0415 - see the top of this module

        try:
            rows = json.loads(gzip.decompress((self.path / "entities" / f"{entry.record}.json.gz").read_bytes()))
            return [
                EntitySummary(
                    *(document, entity, type_, subtype, name),
                    labels=tuple((lang, tuple(names)) for lang, names in labels),
                    known=known,
                    mentions=mentions,
                )
                for document, entity, type_, subtype, name, labels, known, mentions in rows
            ]
        except (OSError, EOFError, zlib.error, ValueError, TypeError):
            record = self.record(entry)  # which the short form was made from
            return [summarise(entity, record.document.id) for entity in record.entities]

    def text(self, entry: SourceEntry) -> str:
        """The text that the record's ranges count in.

        :raises StoreError: if it is missing or damaged.
        """
        return self._read("texts", entry.text, ".txt.gz").decode()

    def complete(self, entry: SourceEntry) -> bool:
        """Whether all files of a source are there."""
        return all((self.path / kind / f"{name}{suffix}").is_file() for kind, name, suffix in _files(entry))

    def sweep(self, manifest: Manifest) -> None:
        """Remove records and texts that the manifest does not name, and what a crash left half-written."""
        wanted = {(kind, name + suffix) for e in manifest.sources.values() for kind, name, suffix in _files(e)}
        for kind in ("records", "entities", "texts"):
            for file in sorted((self.path / kind).iterdir()):
                if (kind, file.name) not in wanted:
                    file.unlink()
        for file in sorted(self.path.glob(".*.tmp")):
            file.unlink()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one process that writes. The system frees the lock when its holder ends, however it ends.

        :raises StoreError: if another process holds it, named in the message, or the folder cannot be written.
        """
        import fcntl  # noqa: PLC0415 - readers need no lock

        path = self.path / "lock"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise _unwritable(self.path, error) from error
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
                raise StoreError(
                    f"The graph {self.path} is being written by process {holder or 'unknown'}; wait until it ends.",
                    path=self.path,
                    pid=int(holder) if holder.isdigit() else None,
                ) from error
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            yield
        finally:
            os.close(descriptor)

    def _write(self, kind: str, name: str, suffix: str, data: bytes) -> None:
        path = self.path / kind / f"{name}{suffix}"
        if not path.exists():
            atomic_write(path, gzip.compress(data, compresslevel=6, mtime=0))

    def _read(self, kind: str, name: str, suffix: str) -> bytes:
        path = self.path / kind / f"{name}{suffix}"
        try:
            data = gzip.decompress(path.read_bytes())
            if hashlib.sha256(data).hexdigest() == name:
                return data
            reason: Exception | None = None
        except (OSError, EOFError, zlib.error) as error:
            reason = error
        raise StoreError(
            f"{path} is missing or damaged; remove it and build the graph again to restore it.", path=path
        ) from reason


def _files(entry: SourceEntry) -> list[tuple[str, str, str]]:
    return [
        ("records", entry.record, ".json.gz"),
        ("entities", entry.record, ".json.gz"),
        ("texts", entry.text, ".txt.gz"),
    ]


def _format(marker: Path) -> object:
    import tomllib  # noqa: PLC0415 - 5 ms that only opening needs

    try:
        return tomllib.loads(marker.read_text(encoding="utf-8")).get("format")
    except (OSError, ValueError) as error:
        raise StoreError(f"{marker} is damaged ({error}); build the graph again elsewhere.", path=marker) from error


def _unwritable(path: Path, error: OSError) -> StoreError:
    reason = error.strerror or str(error)
    return StoreError(f"The graph {path} cannot be written: {reason}; make room or give access.", path=path)
