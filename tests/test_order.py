from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment.order import moved, ordered
from aligner.model import Bead, Bitext, Mode

Run = tuple[int, ...]


def bitext(*pairs: tuple[Run, Run], mode: Mode = Mode.PARALLEL) -> Bitext:
    return Bitext("a", "b", mode, tuple(Bead(*pair, 1.0) for pair in pairs), "toy")


@pytest.mark.parametrize(
    ("pairs", "places"),
    [
        pytest.param([((0,), (0,)), ((1,), (1, 2)), ((2, 3), (3,))], [], id="in-one-order"),
        pytest.param([((0,), (3,)), ((1,), (0,)), ((2,), (1, 2))], [0], id="put-last"),
        pytest.param([((0,), (1,)), ((1,), (2,)), ((2,), (0,))], [2], id="put-first"),
        pytest.param([((0,), ()), ((), (0,)), ((1,), (1,))], [], id="left-out-is-not-moved"),
        pytest.param([], [], id="no-bead"),
    ],
)
def test_what_crosses_the_others_was_moved(pairs: list[tuple[Run, Run]], places: list[int]) -> None:
    assert moved(bitext(*pairs)) == set(places)
    assert not moved(bitext(*pairs, mode=Mode.COMPARABLE))


def test_an_insertion_follows_what_it_follows_in_the_target() -> None:
    beads = bitext(((0,), (2,)), ((1,), (1,)), ((2,), ()), ((), (0,)), ((), (3,))).beads
    assert [(bead.source, bead.target) for bead in ordered(beads)] == [
        ((), (0,)),
        ((0,), (2,)),
        ((), (3,)),
        ((1,), (1,)),
        ((2,), ()),
    ]


@given(st.permutations(range(6)))
def test_without_what_was_moved_the_rest_is_in_order(order: list[int]) -> None:
    whole = bitext(*(((place,), (target,)) for place, target in enumerate(order)))
    away = moved(whole)
    rest = [target for place, target in enumerate(order) if place not in away]
    assert rest == sorted(rest)
    assert bool(away) == (order != sorted(order))
    assert list(ordered(reversed(whole.beads))) == list(whole.beads)
