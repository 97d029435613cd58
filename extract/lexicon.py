"""The lexicon: curated actors with their names in both languages, as CSV that a person edits in a spreadsheet.

Columns: ``id, type, subtype, en, zh, aliases, weak, context, of``; several names in one cell are parted by ``|``.
A name under ``weak`` is ambiguous (Apple, 小米): it counts only where one of the ``context`` words, a related actor or a
strong name of the same actor stands nearby. ``of`` is the id of the maker, issuer, employer or parent: it serves
disambiguation only; no fact is ever taken from the lexicon.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from actorgraph.extract.text import fold, has_han, squeeze
from actorgraph.ontology.errors import LexiconError
from actorgraph.ontology.vocabulary import CORE_CLASSES, SUBCLASSES

__all__ = ["COLUMNS", "Entry", "Lexicon", "builtin_files", "load", "read_csv", "read_rows"]

COLUMNS = ("id", "type", "subtype", "en", "zh", "aliases", "weak", "context", "of")
_REQUIRED = ("id", "type")


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor of the lexicon; ``names`` are all its names, preferred ones first, ``weak`` those that need context."""

    id: str
    type: str
    subtype: str = ""
    en: str = ""
    zh: str = ""
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    of: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name once: English, Chinese, aliases, weak ones."""
        return tuple(dict.fromkeys(n for n in (self.en, self.zh, *self.aliases, *self.weak) if n))

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """Language tag → names in that language, preferred first."""
        zh = tuple(n for n in dict.fromkeys((self.zh, *self.aliases, *self.weak)) if n and has_han(n))
        en = tuple(n for n in dict.fromkeys((self.en, *self.aliases, *self.weak)) if n and not has_han(n))
        return {tag: names for tag, names in (("en", en), ("zh", zh)) if names}


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (p.strip() for p in cell.split("|")) if part)


def _entry(row: dict[str, str | None], path: Path, line: int) -> Entry:
    where, cell = f"{path}:{line}", {name: (row.get(name) or "").strip() for name in COLUMNS}

    def fault(field: str, message: str) -> LexiconError:
        return LexiconError(f"{where}: {message}", path=path, line=line, field=field)

    for name in _REQUIRED:
        if not cell[name]:
            raise fault(name, f"the row has no {name}; every lexicon row needs an id and a type.")
    if cell["type"] not in CORE_CLASSES:
        raise fault("type", f"unknown type “{cell['type']}”; use one of {', '.join(CORE_CLASSES)}.")
    if cell["subtype"] and SUBCLASSES.get(cell["subtype"]) != cell["type"]:
        finer = ", ".join(sorted(s for s, core in SUBCLASSES.items() if core == cell["type"]))
        hint = f"leave the cell empty or use one of {finer}" if finer else "leave the cell empty"
        raise fault("subtype", f"“{cell['subtype']}” is not a subtype of {cell['type']}; {hint}.")
    if not (cell["en"] or cell["zh"]):
        raise fault("en", f"the row “{cell['id']}” has no name; fill the en or the zh column.")
    return Entry(
        id=cell["id"],
        type=cell["type"],
        subtype=cell["subtype"],
        en=cell["en"],
        zh=cell["zh"],
        aliases=_split(cell["aliases"]),
        weak=_split(cell["weak"]),
        context=_split(cell["context"]),
        of=cell["of"],
    )


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror}); check the path.", path=path) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LexiconError(f"{path}: the file is neither UTF-8 nor GB18030; save it as “CSV UTF-8”.", path=path)


def read_rows(path: Path) -> Iterator[tuple[int, Entry | LexiconError]]:
    """The line and the entry of each row of a lexicon file (UTF-8 with or without BOM, or GB18030, as spreadsheets
    save it); in place of a faulty row's entry, what is wrong with it.

    :raises LexiconError: for an unreadable file, and for an unknown or missing column.
    """
    reader = csv.DictReader(_text(path).splitlines(), strict=True)
    try:
        header = tuple(reader.fieldnames or ())
        missing = [c for c in (*_REQUIRED, "en", "zh") if c not in header]
        unknown = [c for c in header if c not in COLUMNS]
        if missing or unknown:
            problem = f"lacks the column {missing[0]}" if missing else f"has an unknown column “{unknown[0]}”"
            message = f"{path}: the header {problem}; it must be {','.join(COLUMNS)}."
            raise LexiconError(message, path=path, line=1, field=(missing or unknown)[0])
        for row in reader:
            line = reader.line_num
            if None in row:
                message = f"{path}:{line}: more cells than columns; quote names with commas."
                yield line, LexiconError(message, path=path, line=line)
                continue
            try:
                yield line, _entry(row, path, line)
            except LexiconError as error:
                yield line, error
    except csv.Error as error:
        line = reader.line_num
        yield line, LexiconError(f"{path}:{line}: not readable as CSV ({error}).", path=path, line=line)


def read_csv(path: Path) -> Iterator[Entry]:
    """The entries of one lexicon file.

    :raises LexiconError: for an unreadable file, an unknown or missing column, or a faulty row; the message names file
        and line.
    """
    for _, entry in read_rows(path):
        if isinstance(entry, LexiconError):
            raise entry
        yield entry


def builtin_files() -> list[Path]:
    """The lexicon files shipped with the package, in a fixed order."""
    folder = resources.files("actorgraph.extract") / "lexicon"
    return sorted(Path(str(f)) for f in folder.iterdir() if f.name.endswith(".csv"))


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an actor: the entry it means and whether it needs context."""

    entry: Entry
    text: str
    weak: bool


_MAKERS = ("Company", "Organization")
_LETTER_DIGIT = re.compile(r"(?<=[A-Za-z])[- ](?=v?\d)")


def _spellings(name: str, kind: str) -> Iterator[str]:
    """The spellings under which a name is searched: GPT-5 is also written GPT 5 and GPT5."""
    yield name
    if kind == "Product" and (m := _LETTER_DIGIT.search(name)) and len(name) > 3:
        for joint in ("-", " ", ""):
            # A one-letter stem joined to its number (H 1, M3) would be found inside other codes.
            if joint or m.start() > 1:
                yield name[: m.start()] + joint + name[m.end() :]


def _only_adds_maker(name: str, entry: Entry, makers: tuple[str, ...]) -> bool:
    """Whether a name is another of the entry's names with its maker's in front (阿里通义, OpenAI Codex).

    The gazetteer reads such names by itself, for every maker's name and every product's.
    """
    for maker in makers:
        rest = name[len(maker) :].strip()
        if name.startswith(maker) and len(rest) > 1 and rest != name and rest in entry.names:
            return True
    return False


class Lexicon:
    """Entries by id, and every spelling of their names by its folded, squeezed key."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, Entry] = {}
        self.makers: dict[str, tuple[str, ...]] = {}
        """Folded names of each firm, longest first, for reading 「firm + product」."""
        self.by_key: dict[str, list[Name]] = {}
        for entry in entries:
            self.entries[entry.id] = entry
        heads = {e.id: tuple(n for n in e.names if len(n) > 1) for e in self.entries.values() if e.type in _MAKERS}
        self.makers = {
            i: tuple(sorted({fold(n) for n in names}, key=lambda n: (-len(n), n))) for i, names in heads.items()
        }
        for entry in self.entries.values():
            weak = set(entry.weak)
            for name in entry.names:
                if entry.type == "Product" and _only_adds_maker(name, entry, heads.get(entry.of, ())):
                    continue
                for spelling in _spellings(name, entry.type):
                    key = fold(squeeze(spelling)[0])
                    names = self.by_key.setdefault(key, [])
                    if not any(n.entry is entry for n in names):
                        names.append(Name(entry, name, name in weak))

    def owner(self, entry: Entry) -> Entry | None:
        """The maker, issuer, employer or parent that ``of`` names, by id or by name."""
        if not entry.of:
            return None
        known = self.entries.get(entry.of)
        if known is not None:
            return known
        named = [e for e in self.find(entry.of.replace("-", " ")) if e.type in ("Company", "Organization", "Place")]
        return named[0] if named else None

    def __len__(self) -> int:
        return len(self.entries)

    def find(self, name: str) -> list[Entry]:
        """Entries that bear exactly this name (width, case and script aside)."""
        return [n.entry for n in self.by_key.get(fold(squeeze(name.strip())[0]), ())]

    def without(self, fraction: float, seed: int) -> Lexicon:
        """A copy with this share (0…1) of the rows removed at random: the honest view of unseen text."""
        ids = sorted(self.entries)
        gone = set(random.Random(seed).sample(ids, round(fraction * len(ids))))
        return Lexicon(e for i, e in self.entries.items() if i not in gone)


@cache
def _load(paths: tuple[Path, ...]) -> Lexicon:
    merged: dict[str, Entry] = {}
    for path in paths:
        for entry in read_csv(path):
            merged[entry.id] = entry  # a later file wins: user overlays come last
    return Lexicon(merged.values())


@cache
def _builtin() -> tuple[Path, ...]:
    return tuple(builtin_files())


def load(overlays: Sequence[Path] = (), *, builtin: bool = True) -> Lexicon:
    """The shipped lexicon with a user's own files on top; a user's row replaces ours with the same id.

    :raises LexiconError: if a file cannot be read or holds a faulty row.
    """
    return _load((*(_builtin() if builtin else ()), *overlays))
