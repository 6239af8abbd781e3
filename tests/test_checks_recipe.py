"""The recipe for continuous integration does what it says, command for command."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from programs import git

TERMS = """\
schema: 1
concepts:
  - id: ban-dan-van
    gloss: mass mobilization commission
    terms:
      vi:
        - text: Ban Dân vận
      th:
        - text: คณะกรรมการระดมมวลชน
          status: preferred
        - text: คณะกรรมการบริการ
          status: deprecated
          reason: means a services committee
"""


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    program, *arguments = command.split()
    assert program == "thuatngu"
    return subprocess.run(
        [sys.executable, "-m", "thuatngu", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with an old fault, and a new one that is not committed."""
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    (tmp_path / "translations").mkdir()
    text = tmp_path / "translations" / "th.txt"
    text.write_text("คณะกรรมการบริการประชุม\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "x")
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    return tmp_path


def test_the_commands_of_the_recipe_work(project: Path, root: Path) -> None:
    recipe = (root / "docs" / "continuous-integration.md").read_text(encoding="utf-8")
    update, known, validate, changed, fix = re.findall(r"(?m)^(?: +- run: )?(thuatngu .*)$", recipe)
    text = project / "translations" / "th.txt"

    assert run(project, update).returncode == 0
    assert run(project, known).returncode == 0
    assert run(project, validate).returncode == 0
    assert run(project, changed).returncode == 0

    old = text.read_text(encoding="utf-8")
    text.write_text(f"{old}ข่าวใหม่ คณะกรรมการบริการแถลง\n", encoding="utf-8")
    assert run(project, known).returncode == 1
    done = run(project, changed)
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=translations/th.txt,line=2,col=10,title=TG101::")
    assert done.stdout.count("\n") == 1

    assert run(project, fix).returncode == 0
    assert text.read_text(encoding="utf-8") == (
        "คณะกรรมการระดมมวลชนประชุม\nข่าวใหม่ คณะกรรมการระดมมวลชนแถลง\n"
    )
    assert run(project, changed).returncode == 0


def test_a_file_that_is_named_beside_its_folder_is_checked_once(project: Path) -> None:
    done = run(project, "thuatngu check translations translations/th.txt")
    assert done.stderr.splitlines()[-1] == "1 finding in 1 of 1 file"


def test_the_hooks_name_commands_that_exist(root: Path) -> None:
    hooks = (root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    for entry in re.findall(r"(?m)^  entry: (thuatngu \w+)$", hooks):
        assert run(root, f"{entry} --help").returncode == 0
