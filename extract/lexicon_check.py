"""The lexicon's linter: what in a lexicon file is wrong, or would make the extractor guess.

Everything wrong is a value, not an exception: one run lists all of it, in the order of the files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actorgraph.extract.lexicon import Entry, Lexicon, builtin_files, load, read_rows
from actorgraph.ontology.errors import LexiconError

__all__ = ["RULES", "Finding", "check"]

RULES = {
    "file": "the file or its header cannot be read",
    "row": "a row lacks what every row needs, or has a type or subtype that the ontology has not",
    "duplicate-id": "two rows have one id, and the later replaces the earlier",
    "repeated-name": "a row gives one name twice",
    "ambiguous-name": "a name means several actors and is not under weak, so that no context decides",
    "weak-without-context": "an ambiguous name has neither context words nor a related actor to decide by",
    "short-name": "a name of one character is found nowhere",
    "unknown-related": "the related actor under of is not in the lexicon",
}
"""Rule → what it finds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a lexicon.

    :param line: line of the row, from 1 (the header). :param rule: one of :data:`RULES`.
    :param id: the row's id where it has one. :param message: one sentence: what is wrong and what to do.
    """

    path: str
    line: int
    rule: str
    id: str
    message: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``."""
        return {"path": self.path, "line": self.line, "rule": self.rule, "id": self.id, "message": self.message}


@dataclass(frozen=True, slots=True)
class _Row:
    path: Path
    line: int
    entry: Entry

    def finding(self, rule: str, message: str) -> Finding:
        return Finding(str(self.path), self.line, rule, self.entry.id, message)


def check(paths: Sequence[Path] = ()) -> list[Finding]:
    """Check lexicon files, by themselves and against the shipped lexicon that they come on top of.

    :param paths: the user's own files; none for the shipped ones.
    :returns: findings by file and line; empty for a sound lexicon.
    """
    files = list(paths) or builtin_files()
    findings: list[Finding] = []
    rows: list[_Row] = []
    for path in files:
        try:
            for line, entry in read_rows(path):
                if isinstance(entry, LexiconError):
                    findings.append(_faulty(entry, "row"))
                else:
                    rows.append(_Row(path, line, entry))
        except LexiconError as error:
            findings.append(_faulty(error, "file"))
    shipped = list(load().entries.values()) if paths else []
    lexicon = Lexicon([*shipped, *(row.entry for row in rows)])
    findings += _duplicates(rows)
    for row in rows:
        findings += _in_row(row, lexicon)
    findings += _ambiguous(rows, lexicon)
    order = {str(path): number for number, path in reversed(list(enumerate(files)))}
    return sorted(findings, key=lambda f: (order[f.path], f.line, f.rule, f.message))


def _faulty(error: LexiconError, rule: str) -> Finding:
    where = f"{error.path}:{error.line}" if rule == "row" else error.path
    return Finding(error.path or "", error.line or 1, rule, "", error.message.removeprefix(f"{where}: "))


def _duplicates(rows: Iterable[_Row]) -> Iterator[Finding]:
    first: dict[str, _Row] = {}
    for row in rows:
        before = first.setdefault(row.entry.id, row)
        if before is not row:
            taken = f"the id “{row.entry.id}” is taken by {before.path}:{before.line}"
            yield row.finding("duplicate-id", f"{taken}; merge the rows or rename one.")


def _in_row(row: _Row, lexicon: Lexicon) -> Iterator[Finding]:
    entry = row.entry
    given = Counter([*filter(None, dict.fromkeys((entry.en, entry.zh))), *entry.aliases])
    for name, count in (given + Counter(set(entry.weak) & set(entry.aliases))).items():
        if count > 1:
            yield row.finding("repeated-name", f"the name “{name}” is given twice; give it once.")
    for name in entry.names:
        if len(name) < 2:
            yield row.finding("short-name", f"the name “{name}” is one character long and never looked for; remove it.")
    if entry.weak and not entry.context and not entry.of:
        names = ", ".join(entry.weak)
        yield row.finding("weak-without-context", f"nothing decides what {names} means; fill context or of.")
    if entry.of and lexicon.owner(entry) is None:
        yield row.finding("unknown-related", f"“{entry.of}” under of is no actor of the lexicon; add it or correct it.")


def _ambiguous(rows: Sequence[_Row], lexicon: Lexicon) -> Iterator[Finding]:
    """Names that several rows bear outright; reported once, at the last of the checked rows that bears it."""
    last = {row.entry.id: row for row in rows}
    position = {row.entry.id: number for number, row in enumerate(rows)}
    told: set[tuple[str, ...]] = set()
    for names in lexicon.by_key.values():
        outright = [name for name in names if not name.weak]
        ids = sorted({name.entry.id for name in outright})
        ours = [i for i in ids if i in last]
        if len(ids) < 2 or not ours:
            continue
        row = last[max(ours, key=lambda i: position[i])]
        text = next(name.text for name in outright if name.entry.id == row.entry.id)
        if (row.entry.id, text) in told:
            continue  # the same name under another spelling
        told.add((row.entry.id, text))
        others = ", ".join(i for i in ids if i != row.entry.id)
        message = f"“{text}” also means {others}; put it under weak, with context, in both rows."
        yield row.finding("ambiguous-name", message)
