"""What a build reads: the documents below the paths given, under the names by which the graph keeps them."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from actorgraph.extract.readers import JSONL_SUFFIXES, SUFFIXES, Skipped, discover
from actorgraph.ontology.errors import DocumentError

__all__ = ["Gathered", "Input", "collection", "file_digest", "gather", "locate", "source_name"]

MANIFEST: Final = "manifest.toml"
ORIGINALS: Final = "originals"

_ABOUT: Final = frozenset({"readme", "license", "licence", "changelog"})
"""Stems of files that describe their folder. They are documents only where they are named themselves."""

_COLLECTION: Final = re.compile(rf"(.+(?:{'|'.join(map(re.escape, JSONL_SUFFIXES))}))#(.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read.

    :param source: what the graph calls it. :param named: whether it was given itself, not found in a folder.
    """

    path: Path
    source: str
    named: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found below the paths given.

    :param passed_over: what is no document, and why. :param missing: paths that were given and do not exist.
    :param folders: the folders that were searched, as full paths. :param warnings: one sentence each.
    """

    inputs: tuple[Input, ...]
    passed_over: tuple[Skipped, ...]
    missing: tuple[Skipped, ...]
    folders: tuple[Path, ...]
    warnings: tuple[str, ...]


def gather(paths: Sequence[Path], graph: Path) -> Gathered:
    """Search the given files and folders; without any, the seeds: those of the checkout, else the packaged ones.

    :raises DocumentError: if there is no file to read.
    """
    packaged = None
    if not paths:
        here = Path("seeds")
        packaged = None if (here / MANIFEST).is_file() else _packaged_seeds()
        paths = [packaged or here]
    given = {os.path.realpath(path) for path in paths}
    files, skipped = discover(paths)
    inputs, passed_over = [], []
    for path in files:
        named = os.path.realpath(path) in given
        if _below(path, graph):
            continue
        if path.stem.casefold() in _ABOUT and not named:
            passed_over.append(Skipped(path, "describes its folder; name it if it is to be read"))
        else:
            inputs.append(Input(path, source_name(path, graph, packaged), named))
    for each in skipped:
        seeds_manifest = each.path.name == MANIFEST  # describes the originals beside it; read by _check_originals
        if each.path not in paths and not seeds_manifest and not _below(each.path, graph):
            passed_over.append(each)
    missing = tuple(
        Skipped(each.path, f"{each.path} does not exist; check the path.") for each in skipped if each.path in paths
    )
    if not inputs:
        raise DocumentError(missing[0].reason, path=missing[0].path) if missing else _nothing(paths, passed_over)
    return Gathered(
        inputs=tuple(inputs),
        passed_over=tuple(passed_over),
        missing=missing,
        folders=tuple(Path(os.path.abspath(path)) for path in paths if path.is_dir()),
        warnings=tuple(_check_originals(inputs)),
    )


def _packaged_seeds() -> Path:
    """Where the seeds that come with the program lie: a folder of data, hence a namespace package."""
    spec = find_spec("actorgraph.seeds")
    places = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    for place in places:
        if (place / MANIFEST).is_file():
            return place
    raise DocumentError("The program's own seeds are not installed; give the files or folders to build.")


def _nothing(paths: Iterable[Path], passed_over: Sequence[Skipped]) -> DocumentError:
    names = ", ".join(map(str, paths))
    reasons = "; ".join(dict.fromkeys(each.reason for each in passed_over))
    over = f" ({len(passed_over):,} passed over: {reasons})" if passed_over else ""
    readable = ", ".join((*SUFFIXES, *JSONL_SUFFIXES))
    return DocumentError(f"{names} holds no file to read{over}; give files that end in {readable}.", path=names)


def _below(path: Path, folder: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def source_name(path: Path, graph: Path, packaged: Path | None = None) -> str:
    """What the graph calls a file: one file, one name, from wherever the program is started.

    A file below the folder that holds the graph is named from there; else one below the working folder from there;
    any other as it is given. Our packaged seeds are ``seeds/…`` everywhere.
    """
    full = Path(os.path.abspath(path))
    if packaged is not None and full.is_relative_to(packaged):
        name = Path("seeds") / full.relative_to(packaged)
    elif full.is_relative_to(home := Path(os.path.abspath(graph)).parent):
        name = full.relative_to(home)
    elif full.is_relative_to(Path.cwd()):
        name = full.relative_to(Path.cwd())
    else:
        name = Path(os.path.normpath(path))
    # A file's name may hold bytes that are no text in any encoding; a record is UTF-8.
    return name.as_posix().encode("utf-8", "replace").decode("utf-8")


def locate(source: str, graph: Path) -> Path:
    """Where the file of a source should lie: from the folder that holds the graph, or from the working folder."""
    file = (collection(source) or (source, ""))[0]
    home = Path(os.path.abspath(graph)).parent / file
    return home if home.exists() or not Path(file).exists() else Path(os.path.abspath(file))


def collection(source: str) -> tuple[str, str] | None:
    """The file and the id of a document that is a line of a JSON Lines file; ``None`` for a file of its own.

    >>> collection("docs/news.jsonl#2026-17"), collection("docs/a#b.md")
    (('docs/news.jsonl', '2026-17'), None)
    """
    match = _COLLECTION.fullmatch(source)
    return (match[1], match[2]) if match else None


def file_digest(path: Path) -> str:
    """The SHA-256 sum of a file's bytes, or nothing if it cannot be read: reading it will say why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _check_originals(inputs: Iterable[Input]) -> list[str]:
    """What does not agree between the files in ``originals/`` and the manifest beside that folder."""
    warnings: list[str] = []
    manifests: dict[Path, dict[str, dict[str, Any]]] = {}
    for each in inputs:
        folder = each.path.parent
        manifest = folder.parent / MANIFEST
        if folder.name != ORIGINALS or not manifest.is_file():
            continue
        if manifest not in manifests:
            manifests[manifest] = _entries(manifest, warnings)
        entry = manifests[manifest].get(each.path.name)
        if entry is None:
            warnings.append(f"{each.path} is not listed in {manifest}; it is built unchecked.")
        elif (found := file_digest(each.path)) != entry.get("sha256"):
            warnings.append(
                f"{each.path} is not the original that {manifest} describes (its SHA-256 sum begins with "
                f"{found[:12]}, not {str(entry.get('sha256'))[:12]}); it is built as it stands."
            )
    return warnings


def _entries(manifest: Path, warnings: list[str]) -> dict[str, dict[str, Any]]:
    try:
        documents = tomllib.loads(manifest.read_text(encoding="utf-8")).get("document", [])
        return {str(entry["file"]): entry for entry in documents}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        warnings.append(f"{manifest} cannot be read ({error}); the originals are built unchecked.")
        return {}
