"""What the first concept does not wait for: not there before, and whole when it is used."""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
import reviews
import typer
from pseudoterminal import Terminal

from thuatngu import reviewing
from thuatngu.cli import app
from thuatngu.reviewing import Wishes, wishes

IMPORTED = """
import sys
import tui.app
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""

PLACED = """
import sys
import tui.app
from tui import startup

def placed():
    return sorted(
        f"{module}.{name}"
        for module, there in sys.modules.items()
        if module.startswith(("textual", "asyncio", "tui"))
        for name, value in vars(there).items()
        if isinstance(value, type) and value.__module__ == "tui.startup"
        if value not in (startup.Absent, startup.Typing)
    )

print(*placed())
startup.complete()
print(*placed())
"""


def printed(program: str, *arguments: str) -> list[list[str]]:
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    return [line.split() for line in ran.stdout.splitlines()]


def test_a_review_begins_without_what_it_needs_later() -> None:
    late = ["textual.command", "textual.widgets._input", "ssl", "platformdirs", "numpy", "typer"]
    assert printed(IMPORTED, "textual.app", "tui.desk", *late) == [["textual.app", "tui.desk"]]


def test_the_first_concept_is_drawn_without_textual() -> None:
    program = IMPORTED.replace("import tui.app", "import tui.opening")
    late = ["textual", "rich.console", "numpy", "typer", "ruamel", "yaml12", "subprocess"]
    assert printed(program, "tui.picture", *late) == [["tui.picture"]]


def test_nothing_but_the_palette_was_made_without() -> None:
    before, after = printed(PLACED)
    themes = [f"textual.theme.{name}" for name in ("DiscoveryHit", "Hit", "Hits", "Provider")]
    commands = ("CommandListItem", "CommandPalette", "Provider", "SimpleProvider")
    assert before == sorted(
        [
            *(f"textual.app.{name}" for name in (*commands, "user_downloads_path")),
            "textual.design.Table",
            *themes,
        ]
    )
    assert after == themes  # of a list of themes that we do not use


@pytest.fixture
def review(tmp_path: Path) -> reviews.Review:
    return reviews.make(tmp_path)


def test_the_palette_changes_the_theme(review: reviews.Review) -> None:
    command = [
        *(sys.executable, "-m", "thuatngu", "review", "--reviewer", "Mai"),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    colours = {"COLORTERM": "truecolor"}
    with Terminal(command, columns=100, rows=30, environ=colours) as terminal:
        terminal.wait_for("mass mobilization")
        terminal.press("\x10")
        terminal.wait_for("Search for commands")
        terminal.settle(0.3)
        mark, until = len(terminal.raw), time.monotonic() + 1.2
        while time.monotonic() < until:
            terminal.read(0.05)
        assert len(terminal.raw) - mark < 4096  # the cursor blinks, and nothing else is painted
        terminal.press("theme")
        terminal.settle(0.5)
        terminal.press("\r")
        terminal.wait_for("Search for themes")
        terminal.settle(0.3)
        mark = len(terminal.raw)
        terminal.press("contrast")
        terminal.settle(0.5)
        until = time.monotonic() + 10
        while b"48;2;0;0;0m" not in terminal.raw[mark:]:
            assert time.monotonic() < until, "no background is black"
            terminal.press("\r")  # the first may only put the cursor on it
            terminal.settle(0.5)
        assert terminal.process.poll() is None


REVIEW = typer.main.get_command(app).get_command(None, "review")  # type: ignore[attr-defined]
ENVIRON = {"USER": "Lan"}


@pytest.mark.parametrize(
    ("line", "environ"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param("", {"THUATNGU_REVIEWER": "Mai"}, id="the-first-variable"),
        pytest.param("", {"THUATNGU_REVIEWER": ""}, id="an-empty-variable"),
        pytest.param("", {"THUATNGU_THEME": "thuatngu-day"}, id="the-theme-of-a-variable"),
        pytest.param("", {"THUATNGU_THEME": ""}, id="no-theme-of-a-variable"),
        pytest.param("--reviewer 'Le Thi Mai' --ascii", {}, id="two-words"),
        pytest.param("--reviewer=Mai --reviewer=Lan", {}, id="twice"),
        pytest.param("--reviewer ''", {}, id="an-empty-value"),
        pytest.param("--reviewer=", {}, id="nothing-after-the-sign"),
        pytest.param("--reviewer -Mai-", {}, id="a-value-like-an-option"),
        pytest.param("--reviewer --ascii", {}, id="an-option-for-a-value"),
        pytest.param("--terms=a=b.yaml", {}, id="a-second-sign"),
        pytest.param("--terms t.yaml --workspace w.sqlite", {}, id="files"),
        pytest.param("--lang th", {}, id="one-language"),
        pytest.param("--lang hi --lang=th", {}, id="two-languages"),
        pytest.param("--filter 'open party' --theme thuatngu-contrast", {}, id="a-filter"),
    ],
)
def test_options_are_read_as_typer_reads_them(
    monkeypatch: pytest.MonkeyPatch, line: str, environ: dict[str, str]
) -> None:
    given: list[Wishes] = []
    monkeypatch.setattr(reviewing, "review", given.append)
    for name in (*reviewing.REVIEWERS, reviewing.THEME):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**ENVIRON, **environ}.items():
        monkeypatch.setenv(name, value)
    arguments = shlex.split(line)
    REVIEW.main(arguments, standalone_mode=False)
    mine = wishes(["review", *arguments], {**ENVIRON, **environ})
    if "--reviewer -" in line:
        assert mine is None
    else:
        assert [mine] == given


@pytest.mark.parametrize(
    "line",
    [
        *("review --help", "review -h", "review --reviewer", "review FILE", "review --", "check"),
        *(
            "review --ascii=yes",
            "review --asci",
            "review --reviewer --ascii Mai",
            "review --review Mai",
            "--version",
            "",
        ),
    ],
)
def test_what_is_not_known_is_left_to_typer(line: str) -> None:
    assert wishes(line.split(), ENVIRON) is None


def test_a_shell_that_completes_is_left_to_typer() -> None:
    assert wishes(["review"], {"_THUATNGU_COMPLETE": "complete_bash"}) is None


def test_each_option_is_known_or_left_to_typer() -> None:
    left = set()
    for option in REVIEW.params:
        for name in option.opts:
            arguments = [name] if option.is_flag else [name, "x"]  # type: ignore[attr-defined]
            if wishes(["review", *arguments], ENVIRON) is None:
                left.add(name)
    assert left == {"--screenshot", "--press", "--size"}


def test_a_review_starts_without_typer(review: reviews.Review) -> None:
    command = [
        *(sys.executable, "-X", "importtime", "-m", "thuatngu", "review", "--reviewer", "Mai"),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "review needs a terminal" in ran.stderr
    assert ran.returncode == 2
    assert " typer" not in ran.stderr
    assert " click" not in ran.stderr


def test_a_terminal_that_places_no_text_is_told(review: reviews.Review) -> None:
    command = [
        *(sys.executable, "-m", "thuatngu", "review", "--reviewer", "Mai"),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    with Terminal(command, environ={"TERM": "dumb"}) as terminal:
        terminal.wait_for("review needs a terminal that places text, and TERM=dumb is none")
        assert terminal.ended() == 2
        assert b"\x1b" not in terminal.raw
