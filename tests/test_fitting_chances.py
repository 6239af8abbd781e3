"""The fit of how probable rows are."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from test_mining import TERMBASE, embed
from test_mining_links import LINES, corpus, traced

from aligner.mining import ranker, ranking, surveyed
from bench.fitting.chances import Judged, chances, fitted, judged, loss
from bench.variants import Label, Task

SLOPES = np.array([1.0, -2.0, 0.5])
"""Of two facts, and the constant."""


def drawn(many: int) -> list[Judged]:
    """Rows that are right as often as `SLOPES` say."""
    rng = np.random.default_rng(1)
    facts = rng.normal(size=(many, 2)) * (1.0, 3.0) + 2.0
    chance = 1 / (1 + np.exp(-(facts @ SLOPES[:-1] + SLOPES[-1])))
    right = rng.random(many) < chance
    return [
        Judged("t", "c", True, bool(yes), (float(a), float(b)), 0.0, 0.5, frozenset())
        for yes, (a, b) in zip(right, facts, strict=True)
    ]


def test_the_numbers_that_made_the_rows_are_found_again() -> None:
    rows = drawn(4000)
    numbers = fitted(rows, 2)
    assert numbers == pytest.approx(SLOPES, abs=0.25)
    even = loss(rows, np.full(len(rows), 0.5))
    assert loss(rows, chances(rows, numbers)) < loss(rows, chances(rows, -numbers))
    assert loss(rows, chances(rows, numbers)) < even == pytest.approx(np.log(2))


@pytest.mark.parametrize("known", ["जन आंदोलन", ""])
def test_rows_stand_as_their_probability_tells(known: str) -> None:
    base = {("dan-van", "hi"): (known,) if known else ()}
    field = surveyed(TERMBASE, corpus(*LINES), langs=["hi"], known=base, traced=traced)
    own = ranker(field, embed, "dan-van", "hi", limit=10, least=0.0)
    told = {
        texts: ranking.probability(row, own.prior, faced=True) for texts, row in own.standings()
    }
    shown = {(r.text, *r.alternatives): r.score for r in own.rows() if r.status == "new"}
    assert shown
    assert shown == {texts: round(chance, 4) for texts, chance in told.items()}


def test_each_row_of_a_label_is_right_or_wrong() -> None:
    label = Label("dan-van", "hi", "जन आंदोलन", (("ढकनी",),))
    task = Task("t", corpus(*LINES), (label,))
    rows = list(judged(TERMBASE, task, embed, traced))
    assert Counter(row.right for row in rows) == {True: 1, False: len(rows) - 1}
    assert len(rows) > 1
    first = next(row for row in rows if row.right)
    assert first.found == {("dan-van", "hi", 0)}
    assert first.facts[1] == 1.0  # its score is the best
    assert all(row.faced for row in rows)
