"""Names made up by the grammar of names: what the training text's marks are exchanged for.

A generated name is shaped like the names of its kind (place + brand + trade + legal form; surname + given name; brand +
version), so that a model trained on them learns shapes and contexts instead of a list. Word lists: ``generate.yaml``.
"""

from __future__ import annotations

import random
from functools import cache
from importlib import resources

import yaml

__all__ = ["invent"]


@cache
def _lists() -> dict[str, list[str]]:
    source = resources.files("actorgraph.extract") / "generate.yaml"
    data: dict[str, str] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {name: (list(value) if " " not in value else value.split()) for name, value in data.items()}


def _pick(rng: random.Random, name: str) -> str:
    return rng.choice(_lists()[name])


def _brand_zh(rng: random.Random) -> str:
    return "".join(_pick(rng, "brand_chars") for _ in range(rng.choice((2, 2, 2, 3))))


def _brand_latin(rng: random.Random) -> str:
    parts = [_pick(rng, "syllables") for _ in range(rng.choice((2, 2, 3)))]
    word = "".join(parts).capitalize()
    if rng.random() < 0.12:
        word = parts[0].capitalize() + "".join(parts[1:]).capitalize()
    if rng.random() < 0.06:
        word = word.upper()
    return word


def _company(rng: random.Random, zh: bool) -> str:
    r = rng.random()
    if not zh:
        brand = _brand_latin(rng)
        if r < 0.4:
            return brand
        if r < 0.8:
            return f"{brand} {_pick(rng, 'trades_en')}"
        if r < 0.9:
            return (
                f"{_brand_latin(rng)} & {_pick(rng, 'last_names')}"
                if rng.random() < 0.3
                else f"{brand} {_pick(rng, 'trades_en')}, Inc."
            )
        return f"{_pick(rng, 'adjectives_en')} {_pick(rng, 'nouns_en')}"
    brand = _brand_zh(rng)
    if r < 0.3:
        return brand
    if r < 0.72:
        return brand + _pick(rng, "trades_zh")
    if r < 0.8:
        return _pick(rng, "places_zh") + brand
    place = _pick(rng, "places_zh") + rng.choice(("", "", "市"))
    return place + brand + _pick(rng, "trades_zh") + _pick(rng, "legal_zh")


def _person(rng: random.Random, zh: bool) -> str:
    if not zh:
        middle = f" {rng.choice('ABCDEFGHJKLMPRSTW')}." if rng.random() < 0.08 else ""
        return f"{_pick(rng, 'first_names')}{middle} {_pick(rng, 'last_names')}"
    if rng.random() < 0.15:
        return "·".join("".join(_pick(rng, "translit") for _ in range(rng.choice((2, 2, 3)))) for _ in range(2))
    return _pick(rng, "surnames") + "".join(_pick(rng, "given_chars") for _ in range(rng.choice((1, 2, 2))))


def _version(rng: random.Random) -> str:
    major = rng.randint(1, 9)
    return rng.choice(
        (
            f"{major}",
            f"{major}.{rng.randint(0, 9)}",
            f"V{major}",
            f"v{major}.{rng.randint(0, 5)}",
            f"{rng.choice('ABCHKMRSTX')}{rng.choice((1, 2, 3, 5, 7, 10, 20, 100, 200, 300))}",
            f"{rng.randint(1, 9)}{rng.choice((0, 1, 5))}0{rng.choice('ABCDPX')}",
            f"{rng.choice((1, 3, 7, 8, 14, 32, 70))}B",
        )
    )


def _product(rng: random.Random, zh: bool) -> str:
    r = rng.random()
    if zh:
        brand = _brand_zh(rng)
        if r < 0.22:
            return brand
        if r < 0.5:
            return brand + _pick(rng, "products_zh")
        if r < 0.68:
            return brand + rng.choice(("", " ", "-")) + _version(rng)
        if r < 0.85:
            return f"{_brand_latin(rng)}{rng.choice(('', ' '))}{_pick(rng, 'products_zh')}"
        return _pick(rng, "topics_zh") + _pick(rng, "products_zh")
    brand = _brand_latin(rng)
    if r < 0.25:
        return brand
    if r < 0.7:
        return (
            brand
            + rng.choice((" ", "-", ""))
            + _version(rng)
            + rng.choice(("", "", "", " Pro", " Max", "-mini", " Ultra", " Lite"))
        )
    if r < 0.85:
        return f"{brand} {_pick(rng, 'products_en')}"
    if r < 0.93:
        return f"{rng.choice('ABCDGHKMNRSTVXZ')}{rng.choice('ABCDGHKMNRSTVXZ0123456789')}{rng.choice(('', '-'))}{rng.choice((10, 20, 50, 100, 200, 300, 400, 500, 910))}{rng.choice(('', 'A', 'C', 'X', 'e'))}"
    return brand + _pick(rng, "inner_en")


def _policy(rng: random.Random, zh: bool) -> str:
    if zh:
        form = rng.choice(
            (
                "{p}{t}{h}",
                "{p}关于{v}{t}的{h}",
                "{t}{h}",
                "{p}{v}{t}{h}",
                "“{n}+”{h2}",
                "{t}{h}（{y}—{z}年）",
                "{t}{h}（试行）",
            )
        )
        year = rng.randint(2018, 2027)
        return form.format(
            p=rng.choice((_pick(rng, "places_zh") + rng.choice(("市", "省")), "国家", "全国", "中华人民共和国", "")), t=_pick(rng, "topics_zh"), h=_pick(rng, "policy_heads_zh"),
            v=rng.choice(("促进", "加快", "推动", "规范", "深化", "支持")), n=_pick(rng, "topics_zh"), h2=rng.choice(("行动", "工程", "计划", "行动计划")), y=year, z=year + 3,
        )  # fmt: skip
    topic = f"{_pick(rng, 'adjectives_en')} {_pick(rng, 'topics_en')}"
    return rng.choice(("{t} {h}", "{c} {t} {h}", "{t} and {u} {h}", "{t} {h} of {y}")).format(
        t=topic,
        h=_pick(rng, "policy_heads_en"),
        c=_pick(rng, "countries_en"),
        u=_pick(rng, "topics_en"),
        y=rng.randint(2015, 2027),
    )


def _organization(rng: random.Random, zh: bool) -> str:
    if zh:
        form = rng.choice(
            ("{p}{u}", "{p}市{b}", "{p}省{b}", "{p}{t}{o}", "国家{t}{o}", "中国{t}{o}", "{p}{m}医院", "{n}{o}")
        )
        return form.format(
            p=_pick(rng, "places_zh"), u=rng.choice(("大学", "理工大学", "师范大学", "交通大学", "科技大学", "职业技术学院", "医科大学")), b=_pick(rng, "bureaus_zh"),
            t=_pick(rng, "topics_zh"), o=_pick(rng, "orgs_zh"), m=rng.choice(("市第一人民", "中心", "肿瘤", "儿童", "大学附属第一")), n=_brand_zh(rng),
        )  # fmt: skip
    form = rng.choice(
        (
            "University of {l}",
            "{l} University",
            "{c} Ministry of {t}",
            "{a} {t} {o}",
            "{c} {t} {o}",
            "{l} {o}",
            "{o2} for {a} {t}",
        )
    )
    return form.format(
        l=_brand_latin(rng), c=_pick(rng, "countries_en"), t=_pick(rng, "topics_en"), a=_pick(rng, "adjectives_en"), o=_pick(rng, "orgs_en"),
        o2=rng.choice(("Center", "Institute", "Alliance", "Coalition", "Council", "Office")),
    )  # fmt: skip


_MAKERS = {"C": _company, "O": _organization, "N": _person, "P": _product, "L": _policy}


def invent(rng: random.Random, letter: str, *, zh: bool) -> str:
    """A name of the kind that ``letter`` stands for (C, O, N, P, L), Chinese or Latin.

    >>> invent(random.Random(1), "N", zh=False).count(" ") >= 1
    True
    """
    return _MAKERS[letter](rng, zh)
