"""How a command ends that does not come to its end: interrupted, at a fault, on a full disk."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from programs import Run

from thuatngu.commands import corpus as corpus_commands
from thuatngu.exit import ExitCode


def test_ctrl_c_and_faults_have_exit_codes_of_their_own(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(kind: type[BaseException]) -> Callable[..., None]:
        def find(*_: object) -> None:
            raise kind("told")

        return find

    monkeypatch.setattr(corpus_commands, "project_of", fails(KeyboardInterrupt))
    stopped = run("status")
    assert stopped.exit_code == ExitCode.INTERRUPTED
    assert "interrupted" in stopped.stderr
    monkeypatch.setattr(corpus_commands, "project_of", fails(RuntimeError))
    failed = run("status")
    assert failed.exit_code == ExitCode.INTERNAL
    assert failed.stderr.startswith("thuatngu: internal error: RuntimeError: told")


def test_an_interrupt_while_the_program_is_being_loaded_is_one_line() -> None:
    program = (
        "import sys\n"
        "from thuatngu.__main__ import main\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name.startswith('thuatngu'):\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "status"], capture_output=True, check=False, text=True
    )
    assert (done.returncode, done.stdout) == (ExitCode.INTERRUPTED, "")
    assert done.stderr == "thuatngu: interrupted\n"


def test_a_second_interrupt_ends_the_program_without_a_word() -> None:
    program = (
        "import sys, threading, time\n"
        "from thuatngu import __main__, cli\n"
        "def end():\n"
        "    threading.Thread(target=time.sleep, args=(20,)).start()\n"
        "    sys.exit(130)\n"
        "cli.main = end\n"
        "try:\n"
        "    __main__.main()\n"
        "finally:\n"
        "    print('ending', flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, "align"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "ending\n"
        started.send_signal(signal.SIGINT)
        assert started.communicate(timeout=20)[1] == ""
        assert started.returncode == -signal.SIGINT


def test_a_full_disk_is_no_fault_of_ours(run: Run) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "thuatngu", "export"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == ExitCode.INPUT
    assert ended.stderr.splitlines()[-1] == (
        "thuatngu: No space left on device; make room or change the permissions"
    )
