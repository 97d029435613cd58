"""Speed of extraction and of a look-up: medians of several runs beside a peer in the same run.

usage: python benchmarks/speed.py [DOCUMENT] [--runs N] [--graph DIR]

The document is the blue book where ``../shared`` is there, else our digest of it in ``seeds/``. The peer of extraction
is jieba's tagger (rjieba), which only segments and tags; the peer of the look-up is an empty Python process.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import rjieba
from actorgraph.extract.extractor import extract
from actorgraph.extract.readers import read
from actorgraph.extract.settings import Settings

RULES = Settings(layers=("lexicon", "patterns"))
ROOT = Path(__file__).resolve().parents[1]


def default_document() -> Path:
    """The original blue book, or our digest of it."""
    originals = sorted((ROOT.parent / "shared" / "seeds").glob("002_*.txt"))
    return originals[0] if originals else ROOT / "seeds" / "002-ai-plus-blue-book.md"


def median(runs: int, action) -> float:  # type: ignore[no-untyped-def]
    """Median CPU seconds of an action."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return statistics.median(times)


def whole_process(runs: int, command: list[str]) -> float:
    """Median CPU seconds (user and system) of a command as a whole process, interpreter start included."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("document", nargs="?", type=Path, default=default_document())
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    document = read(args.document)
    characters = len(document.text)
    start = time.process_time()
    extract(read(ROOT / "seeds" / "001-demise-of-individual-innovation.md"))
    warm = time.process_time() - start
    extract(document, RULES)
    rules = median(args.runs, lambda: extract(document, RULES))
    own = median(args.runs, lambda: extract(document))
    peer = median(args.runs, lambda: rjieba.tag(document.text))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with tempfile.TemporaryDirectory() as folder:
        graph = str(Path(folder) / "graph")
        actorgraph = str(Path(sys.executable).with_name("actorgraph"))
        subprocess.run([actorgraph, "build", str(ROOT / "seeds"), "--graph", graph], check=True, capture_output=True)
        show = whole_process(args.runs * 3, [actorgraph, "show", "NVIDIA", "--graph", graph])
        empty = whole_process(args.runs * 3, [sys.executable, "-c", "pass"])
    print(f"{characters:,} characters, medians of {args.runs} runs, CPU seconds of one core")
    print(f"{'':38}{'ours':>12}{'peer':>12}{'ratio':>8}")
    for name, seconds in (("extract, lexicon and patterns, chars/s", rules), ("extract, all layers, chars/s", own)):
        print(f"{name:38}{characters / seconds:>12,.0f}{characters / peer:>12,.0f}{peer / seconds:>8.3f}")
    print(f"{'first document (loads the models), s':38}{warm:>10.2f}")
    print(f"{'peak memory, MB':38}{memory:>12,.0f}")
    print(f"{'show NVIDIA, whole process, s':38}{show:>12.2f}{empty:>12.2f}{show / empty:>8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
