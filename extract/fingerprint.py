"""What a record depends on besides its document: the program that read it, the lexicon and the settings.

A build compares fingerprints to know which records are still what it would extract today.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from actorgraph.extract.settings import Settings
from actorgraph.ontology.errors import LexiconError
from actorgraph.ontology.namespaces import ontology_text

__all__ = ["fingerprint"]

_NOT_READ = frozenset({"training", "__pycache__"})
"""Folders of the package that extraction does not read: what the models were trained on, compiled modules."""


def fingerprint(settings: Settings) -> str:
    """A short hash of the program's own files, the lexicon, the user's lexicon files and the settings.

    Equal fingerprints and equal bytes of a document make equal records. Where things lie does not count.

    :raises LexiconError: if one of the user's lexicon files cannot be read.
    """
    digest = hashlib.sha256()
    for name, path in _program_files():
        _add(digest, name, path.read_bytes())
    _add(digest, "ontology", ontology_text().encode())
    for path in settings.lexicons:
        try:
            _add(digest, "lexicon", path.read_bytes())
        except OSError as error:
            raise LexiconError(f"{path}: cannot be read ({error.strerror}); check the path.", path=path) from error
    model = Path(settings.model).read_bytes() if settings.model else b""
    _add(digest, "model", model)
    chosen = (
        settings.layers, settings.without_lexicon, settings.seed, settings.min_confidence, settings.model,
    )  # fmt: skip
    _add(digest, "settings", repr(chosen).encode())
    return digest.hexdigest()[:16]


def _program_files() -> Iterator[tuple[str, Path]]:
    """(name, path) of every file of the package that extraction reads."""
    package = Path(__file__).parent
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.is_file() and not hidden and _NOT_READ.isdisjoint(name.parts) and path.suffix != ".pyc":
            yield name.as_posix(), path


def _add(digest: hashlib._Hash, name: str, data: bytes) -> None:
    """Add a part with its length, so that no two lists of parts run together to the same bytes."""
    digest.update(f"{name}:{len(data)}\n".encode())
    digest.update(data)
