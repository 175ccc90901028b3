"""Some of what tests/benchmarks/fuzz.py and kill.py do at length, in every run."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.fuzz import fuzz_files, fuzz_questions

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="nothing here can stop what hangs")
def test_hostile_files_are_read_or_refused_with_a_reason() -> None:
    found = fuzz_files(250, seed=11, keep=None)
    assert found.faults == []
    assert found.outcomes["articles"] > 20
    assert found.outcomes["reasons"] > 100


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="nothing here can stop what hangs")
def test_hostile_questions_and_names_are_answered_or_refused_with_a_reason() -> None:
    found = fuzz_questions(300, seed=11, keep=None)
    assert found.faults == []
    assert min(found.outcomes[way] for way in ("ask", "find", "check", "figures", "terminal")) > 5


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot split a process")
def test_a_library_whose_owner_was_killed_is_as_before_or_after() -> None:
    command = [sys.executable, "tests/benchmarks/kill.py", "--kills", "12", "--seed", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("12 kills, 0 libraries with a fault\n")
