"""Options that commands share, as decorators."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

__all__ = [
    "DEFAULT_GRAPH",
    "class_option",
    "default_language",
    "format_option",
    "graph_option",
    "json_option",
    "language_option",
    "predicate_option",
    "reading_options",
]

DEFAULT_GRAPH: Final = ".actorgraph"

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def default_language() -> str:
    """``zh`` for a reader whose locale is Chinese, else ``en``; the variables count in POSIX's order."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


graph_option: Final = click.option(
    "--graph",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=DEFAULT_GRAPH,
    envvar="ACTORGRAPH_GRAPH",
    show_default=True,
    help="The graph folder.",
)

language_option: Final = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=default_language,
    show_default="the locale's",
    help="Language of names, labels and headings.",
)

json_option: Final = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

predicate_option: Final = click.option(
    "--predicate", "predicates", metavar="NAME", multiple=True, help="Only this relation; may be given several times."
)

class_option: Final = click.option("--type", "type_", metavar="CLASS", default="", help="Only actors of this class.")


def format_option(*formats: str, default: str | None = None) -> Decorator:
    """``--format`` with a choice of formats, and ``--json`` as its short form; the function is given ``format``."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--format", type=click.Choice(formats), default=default or formats[0], help="What to print.")
        @json_option
        @wraps(function)
        def wrapper(*args: Any, as_json: bool, **values: Any) -> Any:
            if as_json:
                values["format"] = "json"
            return function(*args, **values)

        return wrapper

    return decorate


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--lexicon``, ``--min-confidence`` and ``--layers``; the function is given ``settings``, a callable that makes
    the :class:`~actorgraph.extract.settings.Settings` of them."""

    @click.option(
        "--lexicon",
        "lexicons",
        metavar="CSV",
        type=click.Path(path_type=Path),
        multiple=True,
        help="A lexicon of your own, on top of ours; may be given several times.",
    )
    @click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        metavar="X",
        help="Refuse facts below this probability (0 to 1).",
    )
    @click.option("--layers", metavar="NAME,…", help="Which layers read: lexicon, patterns, statistics, scorer.")
    @wraps(function)
    def wrapper(
        *args: Any, lexicons: tuple[Path, ...], min_confidence: float | None, layers: str | None, **values: Any
    ) -> Any:
        from actorgraph.extract.settings import LAYERS, Settings

        chosen: dict[str, Any] = {"lexicons": lexicons}
        if min_confidence is not None:
            chosen["min_confidence"] = min_confidence
        if layers is not None:
            names = [name.strip() for name in layers.split(",") if name.strip()]
            if unknown := [name for name in names if name not in LAYERS]:
                raise click.UsageError(f"There is no layer {unknown[0]!r}; the layers are {', '.join(LAYERS)}.")
            chosen["layers"] = tuple(name for name in LAYERS if name in names)
        return function(*args, settings=Settings(**chosen), **values)

    return wrapper
