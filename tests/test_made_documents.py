"""Documents that alignment is measured on."""

from __future__ import annotations

import random

import pytest

from bench import published
from bench.alignment import Made, in_one, read_published
from bench.fitting.development import opened
from bench.perturbation import MOVED, NORMAL, Segmented, displaced, gold


def made(count: int) -> Made:
    """So many lines, all but the last of which pair one by one."""
    lines = Segmented(
        tuple(f"line {k}" for k in range(count)), tuple(frozenset([k]) for k in range(count))
    )
    gold = [((k,), (k,)) for k in range(count - 1)]
    return Made(("vi", "hi"), lines, lines, [*gold, ((count - 1,), ()), ((), (count - 1,))])


def test_documents_in_one_keep_their_beads() -> None:
    whole = in_one([made(2), made(3)])
    assert whole.source.texts == ("line 0", "line 1", "line 0", "line 1", "line 2")
    assert whole.gold == [
        *[((0,), (0,)), ((1,), ()), ((), (1,))],
        *[((2,), (2,)), ((3,), (3,)), ((4,), ()), ((), (4,))],
    ]


@pytest.mark.parametrize("folder", published.FOLDERS)
def test_of_a_published_page_lines_stand_where_its_beads_say(folder: str) -> None:
    for given, page in read_published(folder):
        assert len(page.lines[0]) == len(page.lines[1]) == sum(all(bead) for bead in given.gold)
        for side, of in enumerate((given.source, given.target)):
            for number, (start, end) in page.lines[side].items():
                held = given.gold[number][side]
                text = page.sides[side].text[start:end]
                assert text.startswith(of.texts[held[0]])
                assert text.endswith(of.texts[held[-1]])


def test_lines_are_put_elsewhere_with_all_that_they_hold() -> None:
    side = Segmented(tuple(map(str, range(200))), tuple(frozenset([k]) for k in range(200)))
    away = displaced(side, MOVED, random.Random(1))
    assert sorted(away.texts, key=int) == list(side.texts)
    assert [frozenset([int(text)]) for text in away.texts] == list(away.lines)
    assert max(abs(place - int(text)) for place, text in enumerate(away.texts)) <= 4
    crossing = [a for a, b in zip(away.texts, away.texts[1:], strict=False) if int(a) > int(b)]
    assert 2 <= len(crossing) <= 16
    assert sorted(gold(side, away)) == [((k,), (away.texts.index(str(k)),)) for k in range(200)]
    assert displaced(side, NORMAL, random.Random(1)) is side


def test_headings_and_items_break_off_in_both_languages() -> None:
    lines = tuple(f"Dòng {k}." for k in range(300)), tuple(f"पंक्ति {k}।" for k in range(300))
    one, other = opened(lines, random.Random(1))
    ends = [line[-1] if line[-1] in ".।;" else "" for line in one]
    assert [end.replace(".", "।") for end in ends] == [
        line[-1] if line[-1] in ".।;" else "" for line in other
    ]
    assert 10 <= ends.count("") <= 40
    assert 8 <= ends.count(";") <= 30
    assert all(line[:1] == "d" for end, line in zip(ends, one[1:], strict=False) if end == ";")
    assert opened((("...",), ("।",)), random.Random(3)) == (("...",), ("।",))
