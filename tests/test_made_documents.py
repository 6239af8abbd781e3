"""Documents that alignment is measured on."""

from __future__ import annotations

import pytest

from bench import published
from bench.alignment import Made, in_one, read_published
from bench.perturbation import Segmented


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
