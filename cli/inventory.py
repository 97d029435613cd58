"""What the graph was made from, compared with what lies on the disk."""

from __future__ import annotations

import difflib
from pathlib import Path, PurePosixPath

from actorgraph.cli.sources import collection, file_digest, locate, source_name
from actorgraph.graph.store import Manifest
from actorgraph.ontology.errors import UsageError

__all__ = ["matching_sources", "state"]

_SHORTEST_ID = 8
"""Digits of a document's id that tell it from others for certain: 1 in 4 billion."""


def state(source: str, manifest: Manifest, graph: Path, mark: str) -> str:
    """How a source stands: ``current``, ``changed``, ``missing`` or ``outdated``.

    Of a line of a JSON Lines file only the file's presence is looked at.

    :param mark: the fingerprint of the program, lexicon and settings as they are now.
    """
    entry = manifest.sources[source]
    path = locate(source, graph)
    if not path.exists():
        return "missing"
    if not collection(source) and entry.document != f"sha256:{file_digest(path)}":
        return "changed"
    return "current" if entry.fingerprint == mark else "outdated"


def matching_sources(manifest: Manifest, name: str, graph: Path) -> list[str]:
    """The sources that a name means: a path, a folder, a file name, or a document's id or its first digits.

    :raises UsageError: if it means none, or a file name means several; the error carries suggestions.
    """
    sources = manifest.sources
    as_path = source_name(Path(name), graph)
    digits = name.removeprefix("sha256:").lower()
    for fits in (
        [s for s in sources if s in (name, as_path)],
        [s for s in sources if s.startswith((f"{as_path}/", f"{as_path}#"))],
        [s for s, e in sources.items() if len(digits) >= _SHORTEST_ID and e.document[7:].startswith(digits)],
    ):
        if fits:
            return sorted(fits)
    files: dict[str, list[str]] = {}
    for source, entry in sources.items():
        path = PurePosixPath((collection(source) or (source,))[0])
        if name in (path.name, path.stem, entry.title):
            files.setdefault(str(path), []).append(source)
    fits = sorted(files)
    if len(fits) == 1:
        return sorted(files[fits[0]])
    if fits:
        raise UsageError(f"{name!r} may be {', '.join(fits)}; name one by its path.", value=name, suggestions=fits)
    close = difflib.get_close_matches(name, sources, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else "list what it has with: actorgraph status"
    raise UsageError(f"The graph has no document {name!r}; {hint}", value=name, suggestions=close)
