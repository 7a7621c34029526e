from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_ten_kills_lose_nothing_double_nothing_and_keep_the_order() -> None:
    """The short version of benchmarks/kill.py."""
    program = [sys.executable, str(ROOT / "benchmarks" / "kill.py"), "--kills", "10", "--seed", "1"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=120, check=False)
    figures = {
        name.strip(): int(value.replace(",", ""))
        for name, value in re.findall(r"([a-z ]+?)\s+([\d,]+)$", done.stdout, re.MULTILINE)
    }
    assert figures.pop("kills") == 10, done.stdout + done.stderr
    assert figures.pop("updates") > 20
    assert figures.pop("most from one kill") <= 1
    assert figures.pop("repeated sends") <= 10
    assert figures == dict.fromkeys(("lost", "doubled", "disordered", "unsent", "sent out of order"), 0)
    assert done.returncode == 0
