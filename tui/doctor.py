"""What this terminal does with Vietnamese, Thai and Hindi, and what to change.

A test card to look at, and what was measured. Nothing is printed here.
"""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from tui import cells, terminal
from tui.cells import Habits

CARD = (
    ("Vietnamese", "Mặt trận Tổ quốc"),
    ("Vietnamese, decomposed", "Ma\u0323\u0306t tra\u0323\u0302n To\u0302\u0309 quo\u0302\u0301c"),
    ("Thai", "ที่ประชุมครั้งนี้"),
    ("Thai, sara am", "กำลังทำน้ำ"),
    ("Hindi", "जन आंदोलन"),
    ("Hindi, conjuncts", "राष्ट्रीय मोर्चा क्ष्य"),
    ("Hindi, joiner", "क्\u200dष र्\u200dय"),
    ("Marks of ours", "★✓·✗›⚑…│"),
)
"""What is drawn between two bars; they stand above each other where widths are right."""

LABEL = 11
"""Cells of the label before what was measured or is advised."""
COLUMN = 26


@dataclass(frozen=True, slots=True)
class Report:
    """What was found."""

    term: str
    """``TERM``, and the program where it says so."""
    encoding: str
    probes: Mapping[str, int] | None
    """Cells that each probe took; None where the terminal did not answer."""
    habits: Habits
    """Measured, or else those that most terminals have."""
    advice: tuple[str, ...]
    """What to change, one sentence each."""


def examine(environ: Mapping[str, str] | None = None) -> Report:
    """Looks at the environment and asks the terminal."""
    environ = os.environ if environ is None else environ
    probes = terminal.probe()
    return diagnosed(environ, _encoding(), probes, tty=sys.stdin.isatty() and sys.stdout.isatty())


def diagnosed(
    environ: Mapping[str, str], encoding: str, probes: Mapping[str, int] | None, *, tty: bool
) -> Report:
    """What follows from an environment, an encoding and measurements."""
    term = " ".join(
        filter(
            None,
            (
                environ.get("TERM", ""),
                environ.get("TERM_PROGRAM", ""),
                environ.get("TERM_PROGRAM_VERSION", ""),
            ),
        )
    )
    habits = terminal.habits(dict(probes)) if probes else Habits()
    return Report(
        term or "unknown",
        encoding,
        probes,
        habits,
        tuple(_advice(environ, encoding, probes, tty)),
    )


def _advice(
    environ: Mapping[str, str], encoding: str, probes: Mapping[str, int] | None, tty: bool
) -> list[str]:
    advice = []
    if not tty:
        advice.append("this is no terminal: run it in one, without a pipe")
    elif probes is None:
        advice.append(
            "the terminal does not tell where its cursor is, so widths are guessed; "
            "where the bars above do not stand in line, use another terminal"
        )
    if encoding.casefold().replace("-", "") != "utf8":
        advice.append(f"the encoding is {encoding}: set LANG to a UTF-8 locale, such as C.UTF-8")
    if environ.get("TERM", "") in ("", "dumb", "linux"):
        advice.append(
            "TERM says that there is no Thai or Hindi font: use a terminal of a desktop, "
            "and --ascii where marks are missing"
        )
    if "STY" in environ:
        advice.append("GNU screen needs 'defutf8 on' in ~/.screenrc, or 'screen -U'")
    if "TMUX" in environ and probes and probes["matra"] > 1:
        advice.append(
            "tmux gives a Hindi vowel sign a cell of its own, whatever the terminal around it "
            "does; without it, kitty, Ghostty, WezTerm and foot draw Hindi closer together"
        )
    if probes and probes["thai"] != 1:
        advice.append(
            "Thai marks take cells of their own: choose a font and a terminal that combine them"
        )
    if "NO_COLOR" in environ:
        advice.append("NO_COLOR is set: hits stand in brackets instead of colour")
    return advice


def card(report: Report) -> list[str]:
    """Lines to print: the card, what was measured, what to change."""
    lines = ["The bars on the right stand in line where widths are right:", ""]
    for name, text in CARD:
        gap = " " * max(1, COLUMN - cells.width(text, report.habits))
        lines.append(f"  {name:<24}|{text}{gap}|")
    habits = report.habits
    lines += ["", f"terminal   {report.term}", f"encoding   {report.encoding}"]
    if report.probes is None:
        lines.append("measured   nothing; taken for a terminal of the commonest kind")
    else:
        measured = ", ".join(
            f"{name} {report.probes[key]}"
            for key, name in (
                ("matra", "का"),
                ("sara_am", "กำ"),
                ("pair", "क्ष"),
                ("triple", "ष्ट्र"),
                ("joiner", "क्\u200dष"),
                ("thai", "ที่"),
            )
        )
        lines.append(f"measured   cells: {measured}")
    conjunct = f"at most {habits.conjunct} cells" if habits.conjunct else "a cell for each letter"
    lines.append(
        "habits     "
        f"vowel sign {_cell(habits.matra)}; sara am {_cell(habits.sara_am)}; "
        f"conjunct {conjunct}; letter after a joiner {_cell(habits.joiner)}"
    )
    lines += [f"advice     {sentence}" for sentence in report.advice] or ["advice     none needed"]
    return lines


def _cell(own: bool) -> str:
    return "1 cell" if own else "0 cells"


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or locale.getpreferredencoding(False)
