"""The quality gate: scores the installed program on the annotated passages and holds the floors of its issues.

usage: python tests/quality_gate.py   (needs ../shared; floors are raised when an issue raises them, never lowered)
"""

import json
import subprocess
import sys
from pathlib import Path

FLOORS = {("ent", "F1"): 0.80, ("rel", "P"): 0.75, ("rel", "F1"): 0.45}

TOOL = Path(__file__).resolve().parents[1].parent / "shared" / "tools" / "score_dev.py"


def main() -> int:
    run = subprocess.run([sys.executable, str(TOOL), "--json"], capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stdout, run.stderr)
        return 1
    figures = json.loads(run.stdout.splitlines()[-1])
    failed = 0
    for (what, which), floor in FLOORS.items():
        value = figures[what][which]
        ok = value >= floor
        failed += not ok
        print(f"{'ok  ' if ok else 'FAIL'} {what} {which} {value:.3f} (floor {floor:.2f})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
