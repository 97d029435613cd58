"""The corpus driver: many files in, their records out, in the order given, on one process or several.

A file that cannot be read costs that file alone: it comes out as a :class:`Skipped` in its place. The output does not
depend on the number of processes, because a record is a pure function of its document and the settings.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple

from actorgraph.extract import lexicon
from actorgraph.extract.documents import Document
from actorgraph.extract.readers import JSONL_SUFFIXES, Skipped, read_bytes, read_jsonl
from actorgraph.extract.readers.files import load
from actorgraph.extract.records import Record
from actorgraph.extract.settings import Settings
from actorgraph.ontology.errors import ActorgraphError, DocumentError

__all__ = ["LONGEST_LINE", "Extracted", "Skipped", "Task", "extract_paths", "extract_tasks", "sentence", "tasks_of"]

LONGEST_LINE: Final = 1_000_000
"""Longest line, in characters, that is taken for running text: four times the blue book without a single line break.
It takes one to five minutes; a 50 MB line, two seconds to refuse and half an hour to several hours to extract."""

_AHEAD: Final = 3
"""Tasks handed out per process before the first result is asked for: enough to keep all busy, few enough to hold."""


class Extracted(NamedTuple):
    """A record and the text that its ranges count in."""

    record: Record
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """One document to extract: a file to read, or a document that is read already.

    :param path: where it comes from. :param source: what its record calls it; empty for the path as given.
    """

    path: Path
    source: str = ""
    document: Document | None = None


def sentence(skipped: Skipped) -> str:
    """One sentence that names the file and says why it was skipped.

    >>> sentence(Skipped(Path("a.png"), "no reader for .png")), sentence(Skipped(Path("a.txt"), "a.txt is empty."))
    ('a.png: no reader for .png', 'a.txt is empty.')
    """
    name = str(skipped.path)
    return skipped.reason if skipped.reason.startswith(name) else f"{name}: {skipped.reason}"


def extract_paths(
    paths: Iterable[Path | str], settings: Settings | None = None, workers: int = 1
) -> Iterator[Extracted | Skipped]:
    """The records of files, in their order; a ``.jsonl`` file gives one for each of its lines.

    :param workers: processes to work on; 1 for this one alone.
    :raises LexiconError: if one of the settings' lexicon files is not usable.
    """
    tasks = (task for path in paths for task in tasks_of(Path(path)))
    return extract_tasks(tasks, settings, workers)


def tasks_of(path: Path) -> Iterator[Task | Skipped]:
    """The tasks of one file: itself, or for JSON Lines the documents of its lines."""
    if path.suffix.lower() not in JSONL_SUFFIXES:
        yield Task(path)
        return
    failures: list[DocumentError] = []
    for document in read_jsonl(path, failures.append):
        yield from _skipped(path, failures)
        yield Task(path, document.source, document)
    yield from _skipped(path, failures)


def _skipped(path: Path, failures: list[DocumentError]) -> Iterator[Skipped]:
    """The failures met since the last document, in their place."""
    yield from (Skipped(path, error.message) for error in failures)
    failures.clear()


def extract_tasks(
    tasks: Iterable[Task | Skipped], settings: Settings | None = None, workers: int = 1
) -> Iterator[Extracted | Skipped]:
    """The records of tasks, in their order; see :func:`extract_paths`.

    :param tasks: walked once, and only a little ahead of the results.
    """
    settings = settings or Settings()
    for path in settings.lexicons:  # a faulty lexicon stops the run before the first document, not at each of them
        deque(lexicon.read_csv(path), maxlen=0)
    if workers > 1:
        yield from _on_many(tasks, settings, workers)
        return
    for task in tasks:
        yield task if isinstance(task, Skipped) else _work(task, settings)


def _work(task: Task, settings: Settings) -> Extracted | Skipped:
    """Carry out one task."""
    try:
        document = task.document or _read(task.path)
        if task.source:
            document = replace(document, source=task.source)
        _check_lines(document)
        from actorgraph.extract.extractor import extract  # noqa: PLC0415 - takes a second; nothing to read, no wait

        return Extracted(extract(document, settings), document.text)
    except DocumentError as error:
        return Skipped(task.path, error.message)
    except ActorgraphError:  # the settings are at fault (a model is missing …), hence every document would fail
        raise
    except Exception as error:  # a fault of ours may cost one document, never the run; it is reported as what it is
        reason = f"could not be read because of a fault in this program ({type(error).__name__}: {error})"
        return Skipped(task.path, f"{task.path} {reason}; please report it.")


def _read(path: Path) -> Document:
    # A file's name may hold bytes that are no text in any encoding, and a record is UTF-8.
    name = str(path).encode("utf-8", "replace").decode("utf-8")
    return read_bytes(load(path), name, path.suffix or ".txt")


def _check_lines(document: Document) -> None:
    longest = max(map(len, document.text.split("\n")))
    if longest > LONGEST_LINE:
        raise DocumentError(
            f"{document.source} has a line of {longest:,} characters, and running text is read in lines of at most "
            f"{LONGEST_LINE:,}; break it into paragraphs.",
            path=document.source,
        )


def _work_afar(task: Task, settings: Settings) -> Extracted | Skipped:
    """:func:`_work` in another process: an error comes back as the one kind that every process can unpickle."""
    try:
        return _work(task, settings)
    except ActorgraphError as error:
        raise ActorgraphError(error.message) from None


def _on_many(tasks: Iterable[Task | Skipped], settings: Settings, workers: int) -> Iterator[Extracted | Skipped]:
    with _Crew(settings, workers) as crew:
        under_way: deque[tuple[Task | Skipped, Future[Extracted | Skipped] | None]] = deque()
        for task in tasks:
            under_way.append((task, None if isinstance(task, Skipped) else crew.submit(task)))
            if len(under_way) > _AHEAD * workers:
                yield crew.result(*under_way.popleft())
        while under_way:
            yield crew.result(*under_way.popleft())


class _Crew:
    """Processes that extract. One that dies (of a lack of memory, say) costs its document, not the run."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self.settings = settings
        self.workers = workers
        self.others = set(multiprocessing.active_children())
        self.pool = self._pool(workers)

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            # Interrupted or failed: nobody wants what is still under way, and a document may take a minute.
            for process in multiprocessing.active_children():
                if process not in self.others:
                    process.terminate()
        self.pool.shutdown(cancel_futures=True)

    def submit(self, task: Task) -> Future[Extracted | Skipped]:
        """Hand a task out."""
        try:
            return self.pool.submit(_work_afar, task, self.settings)
        except BrokenProcessPool:
            self.pool = self._pool(self.workers)
            return self.pool.submit(_work_afar, task, self.settings)

    def result(self, task: Task | Skipped, future: Future[Extracted | Skipped] | None) -> Extracted | Skipped:
        """Wait for a task's result."""
        if isinstance(task, Skipped) or future is None:
            assert isinstance(task, Skipped)
            return task
        try:
            return future.result()
        except BrokenProcessPool:
            return self._alone(task)

    def _alone(self, task: Task) -> Extracted | Skipped:
        """Do a task again that was under way when a process died. If a process of its own dies too, it is the cause."""
        with self._pool(1) as pool:
            try:
                return pool.submit(_work_afar, task, self.settings).result()
            except BrokenProcessPool:
                reason = "ended the process that was reading it, likely for want of memory; split the file, or give"
                return Skipped(task.path, f"{task.path} {reason} fewer workers.")

    @staticmethod
    def _pool(workers: int) -> ProcessPoolExecutor:
        # Spawned, not forked: the same on every system, and safe beside the threads of a progress bar.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts_to_the_parent)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
