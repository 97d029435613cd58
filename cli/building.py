"""A build: which documents the graph lacks, their records, and the graph brought up to date with them.

``extract`` and ``graph`` do not know each other; this is where the one's records become the other's documents.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol

from actorgraph.cli.sources import Gathered, Input, collection, file_digest, gather, locate
from actorgraph.extract.corpus import Extracted, Skipped, Task, extract_tasks, tasks_of
from actorgraph.extract.documents import Document
from actorgraph.extract.fingerprint import fingerprint
from actorgraph.extract.readers import JSONL_SUFFIXES
from actorgraph.extract.settings import Settings
from actorgraph.graph.answers import Stats
from actorgraph.graph.builder import Changes, apply
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.store import GraphFolder, Manifest, SourceEntry

__all__ = ["BuildReport", "Progress", "build"]

_BYTES_PER_WORKER: Final = 400_000
"""A further process pays from here on: starting one takes 3 s, the time to read some 60,000 characters."""


class Progress(Protocol):
    """Told how a build goes on."""

    def start(self, total: int) -> None:
        """Reading begins; so many documents are to be read."""

    def done(self, result: Extracted | Skipped) -> None:
        """One of them has been read, or could not be."""

    def writing(self) -> None:
        """All have been read; the graph is being written."""

    def close(self) -> None:
        """The build has ended, however it did."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    :param added: sources new in the graph; likewise ``replaced``, ``removed``, ``unchanged``.
    :param passed_over: files and folders that are no documents, and why.
    :param failed: documents that could not be read, each with a sentence; ``named`` says whether the user named one.
    :param refused: (reason, how often) for entities and claims that were read and not admitted.
    :param stats: figures of the graph as it is now. :param seconds: how long it all took.
    """

    graph: str
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    passed_over: tuple[Skipped, ...]
    failed: tuple[Skipped, ...]
    named: bool
    refused: tuple[tuple[str, int], ...]
    contested: tuple[tuple[str, str, tuple[str, ...]], ...]
    warnings: tuple[str, ...]
    stats: Stats
    seconds: float

    @property
    def status(self) -> int:
        """Exit status: 2 if a file that was named, or every file, could not be read; 1 if one that was found."""
        if self.failed and (self.named or not (self.added or self.replaced or self.unchanged)):
            return 2
        return 1 if self.failed else 0

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``."""
        values = {name: getattr(self, name) for name in ("graph", "added", "replaced", "removed", "unchanged")}
        for name in ("passed_over", "failed"):
            values[name] = [{"path": str(each.path), "reason": each.reason} for each in getattr(self, name)]
        values["refused"] = dict(self.refused)
        values["contested"] = [{"document": d, "entity": e, "may_be": ids} for d, e, ids in self.contested]
        return values | {"warnings": self.warnings, "stats": asdict(self.stats), "seconds": round(self.seconds, 2)}


def build(
    graph: Path, paths: Sequence[Path], settings: Settings, *, workers: int = 0, prune: bool, progress: Progress
) -> BuildReport:
    """Read what the graph lacks of the documents below the paths, and bring it up to date.

    A document is read again only if its bytes, the program, the lexicon or the settings have changed.

    :param workers: processes; 0 for as many as the work is worth. The graph is the same with any number.
    :param prune: take out documents below the given folders whose files are gone.
    :raises DocumentError: if there is no file to read. :raises LexiconError: if a lexicon is not usable.
    :raises StoreError: if the graph cannot be written. What was built before stands.
    """
    began = time.monotonic()
    if graph.is_file() or (graph.is_dir() and any(graph.iterdir())):
        GraphFolder.create(graph)  # refuses what is no graph folder, before the documents are looked for
    gathered = gather(paths, graph)
    mark = fingerprint(settings)
    folder = GraphFolder.create(graph)
    run = _Run(folder, gathered, mark, progress)
    workers = workers or _worth(run.work())
    results = run.results(settings, workers)
    changes = apply(folder, results, run.gone() if prune else (), fingerprint=mark)
    with Lookup.open(folder) as lookup:
        stats = lookup.stats()
    return run.report(changes, stats, time.monotonic() - began)


def _worth(sizes: Sequence[int]) -> int:
    """How many processes work of these sizes, in bytes, is worth."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, len(sizes), sum(sizes) // _BYTES_PER_WORKER))


@dataclass
class _Run:
    """One build under way: what is to be read, and what became of it."""

    folder: GraphFolder
    gathered: Gathered
    mark: str
    progress: Progress
    unchanged: list[str] = field(default_factory=list)
    failed: list[Skipped] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.manifest: Manifest = self.folder.manifest()
        self.seen: set[str] = set()
        self.cut_short: set[Path] = set()
        self.files: list[Input] = []
        for each in self.gathered.inputs:
            self.seen.add(each.source)
            if each.path.suffix.lower() in JSONL_SUFFIXES or not self._current(each):
                self.files.append(each)
            else:
                self.unchanged.append(each.source)

    def _current(self, each: Input) -> bool:
        """Whether the graph has the record of a file as it is."""
        entry = self._entry(each.source)
        return entry is not None and entry.document == f"sha256:{file_digest(each.path)}"

    def _entry(self, source: str) -> SourceEntry | None:
        """The graph's entry of a source, if it was read as we would read it and all its files are there."""
        entry = self.manifest.sources.get(source)
        return entry if entry and entry.fingerprint == self.mark and self.folder.complete(entry) else None

    def work(self) -> list[int]:
        """Sizes of the files to read, in bytes."""
        return [each.path.stat().st_size for each in self.files if each.path.exists()]

    def results(self, settings: Settings, workers: int) -> Iterator[tuple[Any, str]]:
        """The records that the graph lacks."""
        self.progress.start(len(self.gathered.missing) + len(self.files))
        found = extract_tasks(self._tasks(), settings, workers) if self.files else ()
        for result in chain(self.gathered.missing, found):
            if isinstance(result, Skipped):
                self.failed.append(result)
            else:
                self.rejected.update(each.reason for each in result.record.rejections)
                yield result.record, result.text
            self.progress.done(result)  # told only when the graph has it: whoever interrupts then, loses nothing of it
        self.progress.writing()

    def _tasks(self) -> Iterator[Task | Skipped]:
        for each in self.files:
            if each.path.suffix.lower() in JSONL_SUFFIXES:
                yield from self._lines(each)
            else:
                yield Task(each.path, each.source)

    def _lines(self, each: Input) -> Iterator[Task | Skipped]:
        """The documents of a JSON Lines file that the graph lacks. They are called ``file#id``: ids of two files may
        be the same."""
        met: set[str] = set()
        for task in tasks_of(each.path):
            if isinstance(task, Skipped) or task.document is None:
                self.cut_short.add(each.path)
                yield task
                continue
            source = f"{each.source}#{task.source.removeprefix(f'{each.path}:')}"
            if source in met:
                self.cut_short.add(each.path)
                yield Skipped(each.path, f"{each.path} has two lines with the id {task.source!r}; give each its own.")
                continue
            met.add(source)
            self.seen.add(source)
            document = replace(task.document, source=source)
            if self._same(document):
                self.unchanged.append(source)
            else:
                yield replace(task, source=source, document=document)

    def _same(self, document: Document) -> bool:
        """Whether the graph has the record of a line as it is, what the line says beside its text included."""
        entry = self._entry(document.source)
        if entry is None or entry.document != document.id:
            return False
        info = self.folder.record(entry).document
        return all(getattr(info, name) == getattr(document, name) for name in ("title", "date", "authors", "publisher"))

    def gone(self) -> Iterator[str]:
        """Sources below the given folders whose file, or whose line in a file, is there no more."""
        for source in sorted(self.manifest.sources.keys() - self.seen):
            path = locate(source, self.folder.path)
            if not any(path.is_relative_to(folder) for folder in self.gathered.folders):
                continue
            read = {
                Path(os.path.abspath(each.path)) for each in self.gathered.inputs if each.path not in self.cut_short
            }
            if not path.exists() or (collection(source) and path in read):
                yield source

    def report(self, changes: Changes, stats: Stats, seconds: float) -> BuildReport:
        for refusal in changes.refused:
            self.failed.append(Skipped(Path(refusal.source), refusal.reason))
            self.progress.done(self.failed[-1])
        for rejections in changes.rejections.values():
            self.rejected.update(each.reason for each in rejections)
        named = {str(each.path) for each in self.gathered.inputs if each.named}
        named |= {str(each.path) for each in self.gathered.missing}
        return BuildReport(
            graph=str(self.folder.path),
            added=changes.added,
            replaced=changes.replaced,
            removed=changes.removed,
            unchanged=tuple(sorted({*self.unchanged, *changes.unchanged})),
            passed_over=self.gathered.passed_over,
            failed=tuple(self.failed),
            named=any(str(each.path) in named for each in self.failed),
            refused=tuple(sorted(self.rejected.items(), key=lambda item: (-item[1], item[0]))),
            contested=changes.contested,
            warnings=self.gathered.warnings,
            stats=stats,
            seconds=seconds,
        )
