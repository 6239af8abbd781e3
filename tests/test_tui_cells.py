"""Cells: what a text takes on a terminal, and that no cut or line tears a character."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
import rich.cells
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from termbases import FIXED
from textual._cells import cell_len as textual_cell_len
from textual.content import Content
from textual.strip import Strip

from bench.clusters import generated, tried
from glossary.words import clusters
from tui import cells, terminal, typeset
from tui.cells import Habits

KITTY = Habits(matra=False, sara_am=True, conjunct=2, joiner=False)
ALL = [
    Habits(matra, sara_am, conjunct, joiner)
    for matra, sara_am, conjunct, joiner in product(
        (False, True), (False, True), (0, 1, 2), (False, True)
    )
]


@pytest.fixture
def installed() -> Iterator[None]:
    before = cells.HABITS
    yield
    cells.install(before)


@pytest.mark.parametrize(
    ("text", "xterm", "kitty"),
    [
        pytest.param("dân vận", 7, 7, id="vietnamese"),
        pytest.param("dâ\u0323n", 3, 3, id="combining-mark"),
        pytest.param("ที่", 1, 1, id="thai-marks"),
        pytest.param("กำ", 2, 2, id="sara-am"),
        pytest.param("का", 2, 1, id="spacing-vowel"),
        pytest.param("कि", 2, 1, id="vowel-drawn-before"),
        pytest.param("ष्ट्र", 3, 2, id="conjunct"),
        pytest.param("राष्ट्रीय", 7, 4, id="word"),
        pytest.param("क्\u200dष", 2, 1, id="joiner"),
        pytest.param("中文", 4, 4, id="wide"),
        pytest.param("", 0, 0, id="empty"),
    ],
)
def test_a_text_takes_the_cells_that_its_terminal_gives_it(
    text: str, xterm: int, kitty: int
) -> None:
    assert (cells.width(text, Habits()), cells.width(text, KITTY)) == (xterm, kitty)


@given(
    st.text("aửđ \u0301\u00a0กำ่ีเคि्षा\u0903\u200d\u200c—…中\u0f3eས", max_size=12),
    st.sampled_from(ALL),
)
def test_a_text_takes_the_cells_of_its_characters(text: str, habits: Habits) -> None:
    assert cells.width(text, habits) == sum(size for *_, size in cells.spans(text, habits))


@pytest.mark.parametrize(
    ("text", "room", "before", "after"),
    [
        pytest.param("ที่นี่", 1, "ที่", "นี่", id="thai"),
        pytest.param("राष्ट्र", 4, "रा", "ष्ट्र", id="conjunct-stays-whole"),
        pytest.param("dân", 9, "dân", "", id="all-fits"),
        pytest.param("dân", 0, "", "dân", id="no-room"),
    ],
)
def test_a_cut_falls_between_characters(text: str, room: int, before: str, after: str) -> None:
    at = cells.cut(text, room, Habits())
    assert (text[:at], text[at:]) == (before, after)


@pytest.mark.parametrize(
    ("span", "wide"),
    [
        pytest.param((0, 1), (0, 3), id="first-letter-of-a-cluster"),
        pytest.param((1, 4), (0, 6), id="across-two"),
        pytest.param((0, 3), (0, 3), id="whole"),
        pytest.param((3, 3), (3, 3), id="empty"),
    ],
)
def test_a_highlight_covers_whole_characters(span: tuple[int, int], wide: tuple[int, int]) -> None:
    assert cells.snapped("ที่นี่", *span) == wide


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("habits", [Habits(), KITTY], ids=["xterm", "kitty"])
def test_rich_and_textual_measure_and_cut_as_we_do(habits: Habits) -> None:
    """Fails when a new version no longer takes the functions that `install` replaces."""
    cells.install(habits)
    for text in ("राष्ट्रीय", "กำลัง", "क्\u200dष", "dân vận"):
        wanted = cells.width(text)
        assert rich.cells.cell_len(text) == wanted
        assert textual_cell_len(text) == wanted
        assert Segment(text).cell_length == wanted
        assert Strip([Segment(text)]).cell_length == wanted
        assert Content(text).cell_length == wanted
        for room in range(1, wanted):
            left, right = Segment(text).split_cells(room)
            assert left.cell_length == room
            assert right.cell_length == wanted - room
            assert set(pieces(left.text) + pieces(right.text)) <= set(pieces(text))
            assert set(pieces(Strip([Segment(text)]).crop(0, room).text)) <= set(pieces(text))


def pieces(text: str) -> list[str]:
    text = text.strip()
    return [text[a:b] for a, b in clusters(text)]


THAI = st.text("กขคงนรมยปที่้าำเแโใไะิีุู์ ", max_size=40)
HINDI = st.text("कखगतनरषटय्ािीुूेैोौंः़\u200d\u200c ", max_size=40)
ANY = st.text(max_size=40)


@FIXED
@given(
    text=st.one_of(THAI, HINDI, ANY),
    room=st.integers(5, 60),
    habits=st.sampled_from(ALL),
)
def test_no_line_tears_a_character_or_is_too_long(text: str, room: int, habits: Habits) -> None:
    before, cells.HABITS = cells.HABITS, habits
    typeset.wrap.cache_clear()
    try:
        shown = typeset.piece(text)[0]
        whole = {shown[a:b] for a, b in clusters(shown)} | {"…", " "}
        for line in (
            *typeset.wrapped(text, room),
            *typeset.wrapped(text, room, limit=2),
            typeset.fit((typeset.piece(text),), room),
            typeset.padded((typeset.piece(text),), room),
            typeset.keyword(shown, len(shown) // 3, len(shown) // 2, room),
        ):
            assert typeset.measure(line) <= max(room, 2)
            for part, _ in line:
                assert {part[a:b] for a, b in clusters(part)} <= whole
    finally:
        cells.HABITS = before
        typeset.wrap.cache_clear()


@FIXED
@given(text=st.one_of(THAI, HINDI, ANY), room=st.integers(5, 60))
def test_wrapping_loses_no_letter(text: str, room: int) -> None:
    shown = typeset.piece(text)[0]
    kept = "".join(shown[a:b] for a, b in typeset.wrap(shown, room))
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", shown)


def test_thai_is_broken_between_words() -> None:
    text = "ระบบการเมืองยังคงมีการเปลี่ยนแปลงอย่างต่อเนื่อง"
    assert typeset.plain(typeset.wrapped(text, 16)).split("\n") == [
        "ระบบการเมืองยังคงมี",
        "การเปลี่ยนแปลงอย่าง",
        "ต่อเนื่อง",
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "line"),
    [
        pytest.param("a bc d", 2, 4, "a [bc] d", id="all-fits"),
        pytest.param("one two three four five", 8, 13, "…[three] four five", id="cut-at-words"),
        pytest.param("งานระดมพลคืบหน้า", 3, 9, "งาน[ระดมพล]คืบหน้า", id="thai"),
        pytest.param("no hit at all", 0, 0, "no hit at all", id="no-hit"),
        pytest.param("x \x1b[31m y", 2, 7, "x [\u241b[31m] y", id="escape-is-dead"),
    ],
)
def test_a_hit_stands_in_its_sentence(text: str, start: int, end: int, line: str) -> None:
    marked = typeset.keyword(text, start, end, 20, marks=("[", "]"))
    assert typeset.plain([marked]) == line


@pytest.mark.parametrize("cells_", range(3, 24))
@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_hit_that_nearly_fills_the_line_does_not_make_it_longer(
    cells_: int, ascii_only: bool
) -> None:
    typeset.use_ascii(ascii_only)
    try:
        line = typeset.keyword("before " + "x" * 12 + " after", 7, 19, cells_)
        assert typeset.measure(line) <= cells_
        assert "x" in typeset.plain([line]) or cells_ <= 3
    finally:
        typeset.use_ascii(False)


@pytest.mark.parametrize(
    ("widths", "habits"),
    [
        pytest.param((2, 2, 2, 3, 2), Habits(), id="xterm"),
        pytest.param((1, 2, 2, 2, 1), Habits(False, True, 2, False), id="kitty"),
        pytest.param((1, 1, 1, 1, 1), Habits(False, False, 1, False), id="one-cell-a-cluster"),
    ],
)
def test_what_was_measured_becomes_habits(widths: tuple[int, ...], habits: Habits) -> None:
    names = ("matra", "sara_am", "pair", "triple", "joiner")
    assert terminal.habits(dict(zip(names, widths, strict=True))) == habits


def test_every_character_of_real_articles_stays_whole(shared: Path) -> None:
    texts = "\n".join(p.read_text("utf-8") for p in sorted((shared / "seeds").rglob("*.txt")))
    every = list(dict.fromkeys(line for line in texts.splitlines() if line.strip()))
    total, wrong = 0, []
    for line in random.Random(5).sample(every, 12):
        number, found = tried(line[:300], range(5, 201, 13))
        total += number
        wrong += found
    assert wrong == []
    assert total > 1000


def test_every_generated_character_stays_whole() -> None:
    wrong = [found for line in generated(8) for found in tried(line, [5, 6, 17, 79, 200])[1]]
    assert wrong == []
