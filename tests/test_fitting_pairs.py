"""The fit of pairs in comparable documents: what it finds, how it is judged and written."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from aligner.alignment.comparable import chance
from bench import formulas, published
from bench.comparable import (
    Judged,
    Outcome,
    among_neighbours,
    among_others,
    calibrated,
    calibration,
    described,
    intervals,
    linked,
)
from bench.fitting import pairs
from bench.fitting.pairs import FEATURES, Drawn, First, apart, first, second, write


def documents(count: int, share: float, seed: int) -> list[Drawn]:
    """Of 20 pairs each, that are right where two features are both high or both low."""
    draw = np.random.default_rng(seed)
    made = []
    for number in range(count):
        right = draw.random(20) < share
        values = draw.normal(0, 1, (20, len(FEATURES)))
        values[:, 0] = 1
        side = draw.choice([-1, 1], 20)
        values[:, 1] = 2.0 * side
        values[:, 2] = 2.0 * side * np.where(right, 1, -1)
        made.append(Drawn("stories", "others", share, number % 2, values, right, 20, 40, 0, ()))
    return made


def likely(judged: Sequence[tuple[Drawn, np.ndarray]]) -> float:
    given = np.concatenate([chance(logit) for _, logit in judged])
    right = np.concatenate([document.right for document, _ in judged])
    return float(np.log(np.where(right, given, 1 - given)).mean())


def test_units_find_what_no_sum_tells_on_articles_that_were_not_fitted_on() -> None:
    assert likely(apart(documents(60, 0.5, seed=1))) > -0.1


def test_the_same_documents_give_the_same_weights() -> None:
    one, other = first(documents(8, 0.3, seed=2)), first(documents(8, 0.3, seed=2))
    assert np.array_equal(one.inner, other.inner)
    assert np.array_equal(one.total, other.total)


def test_the_second_judgement_trusts_company() -> None:
    """Of the same first judgement more is right where the documents have many pairs."""
    draw = np.random.default_rng(4)
    judged = []
    for share in (0.05, 0.5) * 60:
        right = draw.random(20) < share
        logit = np.where(right, 1.5, -1.5) + draw.normal(0, 2, 20)
        values = np.zeros((20, len(FEATURES)))
        judged.append((Drawn("stories", "others", share, 0, values, right, 20, 40, 0, ()), logit))
    _, trusted, company = second(judged)
    assert trusted > 0
    assert company > 0.5


@pytest.mark.parametrize(
    ("given", "right", "expected"),
    [
        pytest.param([0.75] * 4, [True, True, True, False], 0.0, id="as-often-as-said"),
        pytest.param([0.95] * 4, [False] * 4, 0.95, id="sure-and-wrong"),
        pytest.param([0.2, 1.0], [True, True], 0.4, id="one-of-two"),
    ],
)
def test_calibration(given: list[float], right: list[bool], expected: float) -> None:
    error = calibration(np.array(given), np.array(right))
    assert error == pytest.approx(expected)
    sure = [is_right for chance, is_right in zip(given, right, strict=True) if chance >= 0.9]
    share = sum(sure) / len(sure) if sure else 0
    assert calibrated(np.array(given), np.array(right)) == (
        f"calibration error {error:.3f}, of those said to be 0.9 and more right {share:.3f}"
    )


def test_what_is_written_is_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pairs, "PATH", tmp_path / "weights.py")
    draw = np.random.default_rng(5)
    many = len(FEATURES)
    fit = First(draw.normal(size=many), draw.normal(size=(many, 3)), draw.normal(size=3))
    write(fit, np.array([1.0, 2.0, 3.0]))
    held: dict[str, object] = {}
    exec(pairs.PATH.read_text(encoding="utf-8"), held)
    table, after = held["LOOSE_MATCHED"], held["LOOSE_SECOND"]
    assert isinstance(table, dict)
    assert [table["sum"][name] for name in FEATURES] == pytest.approx(fit.total, abs=6e-4)
    assert table["u3"]["unit"] == pytest.approx(fit.outer[2], abs=6e-4)
    assert after == {"one": 1.0, "first": 2.0, "company": 3.0}


def test_published_lines_are_the_same_from_both_sides() -> None:
    for article in published.articles():
        turned = sorted((b, a) for a, b in linked(article, ("hi", "vi")))
        assert sorted(linked(article, ("vi", "hi"))) == turned
        assert all(text for pair in turned for text in pair)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_only_drawn_lines_have_a_partner(share: float) -> None:
    lines = [[(f"a{n}{k}", f"b{n}{k}") for k in range(30)] for n in range(4)]
    for make in (among_others, among_neighbours):
        for case in make(lines, share, random.Random(1)):
            own, other = ({number for number, _ in side} for side in (case.source, case.target))
            assert all(text[0] == "b" for _, text in case.target)
            common = len(own & other) / len(own)
            assert common == pytest.approx(share, abs=0.25)
            if share in (0.0, 1.0):
                assert common == share


def outcome(article: int, shown: str, wanted: int, *, chance: float = 0.9) -> Outcome:
    """Of ten lines: a small letter is a right pair of that name, a capital a wrong one."""
    pairs = tuple(Judged(chance, letter.islower(), (letter,)) for letter in shown)
    return Outcome(article, pairs, wanted, 10)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(
            [outcome(0, "abcd", 4), outcome(1, "efgh", 4)],
            "precision 1.000 [1.00-1.00] recall 1.000 [1.00-1.00] (at precision 0.98: 1.000)"
            " wrong in 1,000 lines 0.00, 0 of 0 pairs of lines; 8 wanted",
            id="all-right",
        ),
        pytest.param(
            [outcome(0, "abX", 4), outcome(0, "cdX", 4)],
            "precision 0.667 [0.67-0.67] recall 0.500 [0.50-0.50] (at precision 0.98: 0.500)"
            " wrong in 1,000 lines 100.00, 2 of 1 pairs of lines; 8 wanted",
            id="one-article-drawn-twice",
        ),
        pytest.param(
            [outcome(0, "X", 0), outcome(1, "Y", 0), outcome(2, "Z", 0, chance=0.1)],
            "wrong in 1,000 lines 66.67, 2 of 2 pairs of lines (of 30 lines)",
            id="none-has-a-partner-and-what-is-not-shown",
        ),
    ],
)
def test_what_is_said_of_outcomes(parts: list[Outcome], expected: str) -> None:
    assert described(parts) == expected


def test_articles_that_differ_make_wide_intervals() -> None:
    even = [outcome(n, "abX", 4) for n in range(8)]
    uneven = [outcome(n, "abcd" if n % 2 else "XY", 4) for n in range(8)]
    for same, other in zip(intervals(even), intervals(uneven), strict=True):
        assert same[1] - same[0] < 1e-9
        assert other[1] - other[0] > 0.2


def _noted(used: set[int], langs: object, kinds: Sequence[int], draw: object) -> list[object]:
    used.update(kinds)
    return []


def test_the_halves_share_no_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = [[(f"a{n}", f"b{n}") for n in range(14)]] * 6
    used: list[set[int]] = [set(), set()]
    for fold in (0, 1):
        made = list(pairs.formulaic(stories, ("vi", "hi"), fold))
        assert made == list(pairs.formulaic(stories, ("vi", "hi"), fold))
        assert [line[:10] for line in made] == [story[:10] for story in stories]
        assert all(len(line) == 20 for line in made)
        with monkeypatch.context() as patched:
            patched.setattr(formulas, "drawn", partial(_noted, used[fold]))
            list(pairs.formulaic(stories, ("vi", "hi"), fold))
    assert all(used)
    assert used[0].isdisjoint(used[1])
