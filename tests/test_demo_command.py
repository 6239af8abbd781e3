"""`thuatngu demo`: its steps, the folder that it makes, and what it says in the end."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from programs import Run

from thuatngu.cli import app
from thuatngu.commands import demo
from thuatngu.commands.demo import STEPS
from thuatngu.exit import ExitCode

GROUP = typer.main.get_command(app)


@pytest.mark.parametrize("step", [line for _, line in STEPS])
def test_every_step_of_the_demo_is_a_command(step: str) -> None:
    command, *arguments = shlex.split(step)
    chosen = GROUP.get_command(None, command)  # type: ignore[attr-defined]
    chosen.make_context(command, arguments, resilient_parsing=False).close()


def test_the_demo_deletes_no_folder_but_its_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine" / "corpus").mkdir(parents=True)
    (tmp_path / "mine" / "terms.yaml").write_text("schema: 1\nconcepts: []\n", encoding="utf-8")
    result = run("demo mine")
    assert result.exit_code == ExitCode.INPUT
    assert result.stderr == "thuatngu: mine: is there already and is no demo; name a new folder\n"
    assert (tmp_path / "mine" / "terms.yaml").is_file()


@pytest.mark.parametrize(
    ("found", "program"),
    [
        pytest.param("/usr/bin/thuatngu", "thuatngu", id="on-the-path"),
        pytest.param(None, str(Path(sys.executable).with_name("thuatngu")), id="of-a-checkout"),
    ],
)
def test_the_last_words_name_a_program_that_is_there(
    run: Run, monkeypatch: pytest.MonkeyPatch, found: str | None, program: str
) -> None:
    def succeed(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, ExitCode.CLEAN)

    monkeypatch.setattr(demo.subprocess, "run", succeed)
    monkeypatch.setattr(demo.shutil, "which", lambda name: found)
    told = run("demo 'my demo'").stderr
    assert told.endswith(
        f"Done; everything is in my demo. Now you: cd 'my demo' && {program} review\n"
    )
