"""What commands print for people."""

from __future__ import annotations

import pytest

from thuatngu import console
from thuatngu.console import counted, table
from tui.cells import width


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (1, "finding", "1 finding"),
        (2114, "finding", "2,114 findings"),
        (0, "key press", "0 key presses"),
        (1, "key press", "1 key press"),
    ],
)
def test_nouns_follow_their_number(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said


HINDI = "प्रांतीय पार्टी समिति की स्थायी समिति"


@pytest.mark.parametrize("cells", [50, 80, 120])
def test_a_table_is_no_wider_than_the_terminal(
    cells: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "columns", lambda: cells)
    table(("when", "why"), [("2026-11-22 17:41", " ".join([HINDI] * 3)), ("", "")], whole=(1,))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(width, lines)) <= cells
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_firm_column_is_never_folded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "columns", lambda: 30)
    table(("when", "why"), [("2026-11-22 17:41", "มติ " * 20)], whole=(0, 1), firm=(0,))
    assert "\n2026-11-22 17:41   มติ" in capsys.readouterr().out


def test_a_text_below_a_row_is_hung_from_its_second_column(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "columns", lambda: 40)
    below = [f"cấp ủy: {HINDI} 2, {HINDI} 1", "chi bộ"]
    table(("lang", "count"), [("hi", "3"), ("th", "12")], right=(1,), below=below)
    assert capsys.readouterr().out.splitlines() == [
        "lang   count",
        "────────────",
        "hi         3",
        "       cấp ủy: प्रांतीय पार्टी समिति की",
        "       स्थायी समिति 2, प्रांतीय पार्टी समिति",
        "       की स्थायी समिति 1",
        "th        12",
        "       chi bộ",
    ]


def test_texts_stand_beside_their_row_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "columns", lambda: console.WIDE)
    table(("lang",), [("hi",)], beside=(("concept",), [("cấp ủy",)]), below=["not said"])
    assert capsys.readouterr().out.splitlines() == [
        "lang   concept",
        "──────────────",
        "hi     cấp ủy",
    ]
