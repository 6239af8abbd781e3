from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.pivot import agreed, through
from aligner.model import Bead, Bitext, Mode

Row = tuple[tuple[int, ...], tuple[int, ...], float]


def bitext(*rows: Row) -> Bitext:
    return Bitext("a", "b", Mode.PARALLEL, tuple(Bead(*row) for row in rows), "toy")


def rows(beads: tuple[Bead, ...]) -> list[Row]:
    return [(bead.source, bead.target, bead.score) for bead in beads]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(
            [((0,), (0,), 0.9), ((1,), (1,), 0.5)],
            [((0,), (0,), 0.8), ((1,), (1,), 1.0)],
            [((0,), (0,), 0.72), ((1,), (1,), 0.5)],
            id="one-to-one",
        ),
        pytest.param(
            [((0, 1), (0,), 0.9)],
            [((0,), (0,), 1.0), ((1,), (1,), 1.0)],
            [((0,), (0, 1), 0.9)],
            id="merged-in-one",
        ),
        pytest.param([((0,), (0,), 0.9)], [((0,), (), 0.9)], [], id="left-out-in-one"),
        pytest.param(
            [((), (0,), 0.9), ((0,), (1,), 1.0)],
            [((0,), (0,), 1.0)],
            [((1,), (0,), 1.0)],
            id="added-in-one",
        ),
    ],
)
def test_beads_through_the_source(first: list[Row], second: list[Row], expected: list[Row]) -> None:
    assert rows(through(bitext(*first), bitext(*second))) == expected


def test_the_surer_way_wins_where_the_two_differ() -> None:
    direct = bitext(((0,), (0,), 0.9), ((1,), (1, 2), 0.4), ((2,), (3,), 0.9))
    indirect = (Bead((0,), (0,), 0.95), Bead((1,), (1,), 0.8), Bead((2,), (3,), 0.7))
    assert rows(agreed(direct, indirect).beads) == [
        ((0,), (0,), 0.95),
        ((1,), (1,), 0.8),
        ((), (2,), 0.8),
        ((2,), (3,), 0.9),
    ]


def test_beads_that_cross_are_one_stretch() -> None:
    direct = bitext(((0,), (1,), 0.8), ((1,), (0,), 0.8), ((2,), (2,), 0.4))
    assert agreed(direct, (Bead((0,), (0,), 0.9), Bead((2,), (2,), 0.9))).beads == (
        *direct.beads[:2],
        Bead((2,), (2,), 0.9),
    )


def test_a_less_sure_way_changes_nothing() -> None:
    direct = bitext(((0,), (0,), 0.9), ((1,), (1, 2), 0.9))
    assert agreed(direct, (Bead((1,), (1,), 0.3),)) == direct


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.data())
def test_each_segment_stays_in_one_bead(data: st.DataObject) -> None:
    def chain() -> tuple[Bead, ...]:
        shapes = data.draw(st.lists(st.sampled_from([(1, 1), (2, 1), (1, 2), (1, 0), (0, 1)])))
        beads, i, j = [], 0, 0
        for a, b in shapes:
            score = data.draw(st.sampled_from([0.2, 0.6, 0.9]))
            beads.append(Bead(tuple(range(i, i + a)), tuple(range(j, j + b)), score))
            i, j = i + a, j + b
        if beads and data.draw(st.booleans()):  # two that changed places
            k = data.draw(st.integers(0, len(beads) - 1))
            pair = beads[k : k + 2]
            if len(pair) == 2 and all(bead.source and bead.target for bead in pair):
                one, two = pair
                after = one.target[0] + len(two.target)
                beads[k] = Bead(one.source, tuple(range(after, after + len(one.target))), 0.9)
                beads[k + 1] = Bead(
                    two.source, tuple(range(one.target[0], one.target[0] + len(two.target))), 0.9
                )
        return tuple(beads)

    direct = bitext(*rows(chain()))
    n = sum(len(bead.source) for bead in direct.beads)
    m = sum(len(bead.target) for bead in direct.beads)
    indirect = tuple(
        bead
        for bead in chain()
        if bead.source and bead.target and bead.source[-1] < n and bead.target[-1] < m
    )
    found = agreed(direct, indirect).beads
    assert sorted(k for bead in found for k in bead.source) == list(range(n))
    assert sorted(k for bead in found for k in bead.target) == list(range(m))
