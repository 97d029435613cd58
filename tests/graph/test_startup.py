"""Commands that read start quickly because they import little."""

from __future__ import annotations

import subprocess
import sys

import pytest
from actorgraph.graph.store import GraphFolder

HEAVY = {"rdflib", "oxrdflib", "pyshacl", "pydantic", "networkx", "rustworkx", "spacy", "pyvis", "rapidfuzz", "opencc"}

READS = [
    ("resolve", "lookup.find('英伟达')", {"pyoxigraph"}),
    ("card", "lookup.card(lookup.find('nvidia'))", {"pyoxigraph"}),
    ("evidence", "lookup.evidence(lookup.facts(lookup.find('nvidia'))[0])", {"pyoxigraph"}),
    ("neighbors", "lookup.neighbors(lookup.find('nvidia'), 2)", {"pyoxigraph"}),
    ("paths", "lookup.paths(lookup.find('Huawei'), lookup.find('DeepSeek-V3'))", {"pyoxigraph"}),
    ("stats", "lookup.stats()", {"pyoxigraph"}),
    ("query", "run_named(lookup, 'suppliers', {'firm': 'NVIDIA'})", {"pyoxigraph"}),
    ("misspelt", "lookup.resolve('Nvdia')", {"pyoxigraph", "rapidfuzz"}),
]


@pytest.mark.parametrize(("what", "allowed"), [r[1:] for r in READS], ids=[r[0] for r in READS])
def test_a_read_imports_little(what: str, allowed: set[str], small: GraphFolder) -> None:
    code = (
        "import sys\n"
        "from actorgraph.graph.lookup import Lookup\n"
        "from actorgraph.graph.named_queries import run_named\n"
        f"with Lookup.open(sys.argv[1]) as lookup: assert {what} is not None\n"
        f"print(*sorted({HEAVY!r} & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", code, small.path], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) <= allowed
