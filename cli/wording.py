"""What the command line says to people, in their language: ``wording.toml`` and the one function that reads it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

__all__ = ["headings", "quantity", "say"]


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))


def say(key: str, lang: str, **values: object) -> str:
    """The words of a key in ``zh`` or ``en``, with values filled in.

    >>> say("n_quotes", "zh", n=3)
    '3 处原文'
    """
    return _table()[key][lang].format(**values)


def quantity(n: int, noun: str, lang: str) -> str:
    """A number of things: ``1 quote``, ``3 quotes``.

    >>> quantity(1, "mention", "en"), quantity(2, "mention", "en")
    ('1 mention', '2 mentions')
    """
    return say(f"one_{noun}", lang) if n == 1 else say(f"n_{noun}s", lang, n=f"{n:,}")


def headings(columns: tuple[str, ...], lang: str) -> list[str]:
    """The headings of columns."""
    return [say(column, lang) for column in columns]
