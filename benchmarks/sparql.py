"""Join queries over a synthetic graph: our store beside rdflib's own memory store, in the same run.

    python benchmarks/sparql.py [--triples 1000000] [--runs 5]

The graph has the shape of ours (actors with types and labels, plain facts, claims that describe them), is made from a
fixed seed, and is loaded into both stores from the same N-Triples. Each query is run on both in turn; the table shows
medians and their ratio. Answers are compared, so that a fast wrong one would show.

A query that rdflib cannot answer (long paths end in a RecursionError) is marked so. The rivals are
the worst case for a store on disk: almost all of their time is looking up whether single triples exist.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib
from actorgraph.graph.queries import run
from actorgraph.graph.terms import value
from actorgraph.ontology.namespaces import ACTOR, AG, CLAIM, PREFIXES

QUERIES = {
    "two-hop join, grouped": """
        SELECT ?maker (COUNT(DISTINCT ?supplier) AS ?n) WHERE {
          ?maker ag:develops ?product . ?product a ag:Chip . ?supplier ag:supplies ?maker .
        } GROUP BY ?maker ORDER BY DESC(?n) ?maker LIMIT 20""",
    "either of two facts, then a join": """
        SELECT ?a (COUNT(?x) AS ?n) WHERE {
          { ?a ag:supplies ?x } UNION { ?a ag:investsIn ?x } ?x a ag:Company ; ag:develops ?m .
        } GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 20""",
    "sure claims, with names": """
        SELECT ?name (MAX(?p) AS ?sure) WHERE {
          ?c rdf:predicate ag:investsIn ; rdf:subject ?s ; rdf:object ?o ; ag:confidence ?p .
          ?s skos:prefLabel ?name . FILTER(?p >= 0.9)
        } GROUP BY ?name ORDER BY DESC(?sure) ?name LIMIT 20""",
    "names in one language or another": """
        SELECT ?a ?name WHERE {
          ?a ag:acquires ?b .
          OPTIONAL { ?a skos:prefLabel ?own . FILTER(LANG(?own) = "zh") }
          OPTIONAL { ?a skos:prefLabel ?other . FILTER(LANG(?other) != "zh") }
          BIND(COALESCE(?own, ?other) AS ?name)
        } ORDER BY ?a LIMIT 50""",
    "rivals that share a supplier": """
        SELECT ?a (COUNT(DISTINCT ?s) AS ?n) WHERE {
          ?a ag:competesWith ?b . ?s ag:supplies ?a . ?s ag:supplies ?b .
        } GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 20""",
    "all that one firm supplies, near and far": """
        SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {
          <https://w3id.org/actorgraph/actor/company/0> ag:supplies+ ?x .
        }""",
}


def synthetic(triples: int, seed: int = 7) -> Iterator[str]:
    """N-Triples lines, at least ``triples`` of them, each once."""
    rng = random.Random(seed)
    kinds = {"Company": 0.4, "Chip": 0.2, "AIModel": 0.4}
    actors = max(30, triples // 40)
    groups: dict[str, list[str]] = {kind: [] for kind in kinds}
    lines = 0
    label, rdf = PREFIXES["skos"] + "prefLabel", PREFIXES["rdf"]
    for number in range(actors):
        kind = rng.choices(list(kinds), list(kinds.values()))[0]
        iri = f"<{ACTOR}{kind.lower()}/{number}>"
        groups[kind].append(iri)
        yield f"{iri} <{rdf}type> <{AG}{kind}> ."
        yield f'{iri} <{label}> "{kind} {number}"@en .'
        lines += 2
    ends = {
        "develops": ("Company", "AIModel"), "supplies": ("Company", "Company"), "investsIn": ("Company", "Company"),
        "competesWith": ("Company", "Company"), "acquires": ("Company", "Company"), "basedOn": ("AIModel", "Chip"),
        "makes": ("Company", "Chip"),
    }  # fmt: skip
    seen: set[tuple[str, str, str]] = set()
    while lines < triples:
        name = rng.choice(list(ends))
        subject, object_ = (_skewed(groups[kind], rng) for kind in ends[name])
        prop = "develops" if name == "makes" else name
        if subject == object_ or (subject, prop, object_) in seen:
            continue
        seen.add((subject, prop, object_))
        claim = f"<{CLAIM}{len(seen)}>"
        confidence = f'"{rng.randint(50, 99) / 100}"^^<{PREFIXES["xsd"]}decimal>'
        yield f"{subject} <{AG}{prop}> {object_} ."
        yield f"{claim} <{rdf}subject> {subject} ."
        yield f"{claim} <{rdf}predicate> <{AG}{prop}> ."
        yield f"{claim} <{rdf}object> {object_} ."
        yield f"{claim} <{AG}confidence> {confidence} ."
        lines += 5


def _skewed(group: list[str], rng: random.Random) -> str:
    """A member of a group, the early ones more often, as some actors are in every report."""
    return group[int(len(group) * rng.random() ** 2)]


def median_seconds(work: Callable[[], object], runs: int) -> float:
    """Median wall-clock time of ``runs`` runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    """Run the benchmark and print the table; 1 if an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "graph.nt"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in synthetic(options.triples))
        start = time.perf_counter()
        ours = ox.Store(str(Path(folder) / "store"))
        ours.bulk_load(path=source, format=ox.RdfFormat.N_TRIPLES)
        ours.flush()
        loaded = time.perf_counter() - start
        del ours
        ours = ox.Store.read_only(str(Path(folder) / "store"))  # as every reading command opens it
        memory = _peak_megabytes()
        start = time.perf_counter()
        peer = rdflib.Graph()
        peer.parse(source, format="nt")
        peer_loaded = time.perf_counter() - start
        print(f"{len(ours):,} triples, median of {options.runs} runs, Python {sys.version.split()[0]}")
        print(f"{'':42}{'actorgraph':>12}{'rdflib':>12}{'ratio':>9}")
        _print("load, s", loaded, peer_loaded)
        _print("peak memory of the process, MB", memory, _peak_megabytes())
        ratios = [_compare(name, text, ours, peer, options.runs) for name, text in QUERIES.items()]
        known = [ratio for ratio in ratios if ratio]
        print(f"{'geometric mean of the queries':42}{'':24}{statistics.geometric_mean(known):8.1f}×")
        return 0 if None not in ratios else 1


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print(name: str, ours: float, peer: float) -> None:
    print(f"{name:42}{ours:12.3f}{peer:12.3f}{peer / ours:8.1f}×", flush=True)


def _compare(name: str, text: str, ours: ox.Store, peer: rdflib.Graph, runs: int) -> float | None:
    """How many times faster we are; 0 where the peer fails, ``None`` where the answers differ."""
    namespaces = dict(PREFIXES)

    def mine() -> list[list[str]]:
        return [["" if term is None else value(term) for term in row] for row in run(ours, text).rows]

    def theirs() -> list[list[str]]:
        return [[str(term) for term in row] for row in peer.query(text, initNs=namespaces) if isinstance(row, tuple)]

    median = median_seconds(mine, runs)
    try:
        expected = theirs()
    except RecursionError:
        print(f"{name + ', s':42}{median:12.3f}{'fails':>12}", flush=True)
        return 0.0
    if mine() != expected:
        print(f"{name}: the answers differ", file=sys.stderr)
        return None
    peer_median = median_seconds(theirs, runs)
    _print(f"{name}, s", median, peer_median)
    return peer_median / median


if __name__ == "__main__":
    sys.exit(main())
