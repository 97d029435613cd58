"""How a build shows that it goes on: a bar on a terminal, plain lines elsewhere; both on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from actorgraph.cli.output import note, printable
from actorgraph.cli.wording import say
from actorgraph.extract.corpus import Extracted, Skipped, sentence

if TYPE_CHECKING:
    from actorgraph.cli.building import Progress

__all__ = ["Bar", "Lines", "Quiet", "progress_for"]


def progress_for(lang: str, *, quiet: bool = False) -> Progress:
    """What suits standard error."""
    if quiet:
        return Quiet()
    return Bar(lang) if sys.stderr.isatty() else Lines(lang)


class Quiet:
    """Only what could not be read."""

    def start(self, total: int) -> None:
        """Say nothing."""

    def done(self, result: Extracted | Skipped) -> None:
        """Say why a document could not be read."""
        if isinstance(result, Skipped):
            note(printable(sentence(result)))

    def writing(self) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Nothing to take away."""


class Lines(Quiet):
    """A line for each document."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def done(self, result: Extracted | Skipped) -> None:
        """Say what was found in a document, or why it could not be read."""
        super().done(result)
        if isinstance(result, Extracted):
            record = result.record
            counts = {"actors": len(record.entities), "claims": len(record.claims)}
            note(say("read", self.lang, source=printable(record.document.source), **counts))

    def start(self, total: int) -> None:
        """Note whether there is anything to read."""
        self.total = total

    def writing(self) -> None:
        """Say that the graph is being written, where something has been read."""
        if self.total:
            note(say("writing", self.lang))


class Bar:
    """A bar of documents read, with the time it takes."""

    def __init__(self, lang: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self.lang = lang
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        self._bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)

    def start(self, total: int) -> None:
        """Show the bar."""
        self._task = self._bar.add_task(say("reading", self.lang), total=total, visible=total > 0)
        self._bar.start()

    def done(self, result: Extracted | Skipped) -> None:
        """Move the bar on; say above it why a document could not be read."""
        if isinstance(result, Skipped):
            self._bar.console.print(printable(sentence(result)), markup=False, highlight=False)
        task = self._bar.tasks[0]
        # A JSON Lines file counts as one document until it turns out to hold more.
        self._bar.update(task.id, total=max(task.total or 0, task.completed + 1), advance=1)

    def writing(self) -> None:
        """Say that the graph is being written."""
        self._bar.update(self._task, description=say("writing", self.lang))

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()
