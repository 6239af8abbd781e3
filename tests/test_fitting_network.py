"""What the fit of alignment maximises, how, and how weights are written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.weights import columns
from bench.fitting.chains import Chain
from bench.fitting.columns import written
from bench.fitting.descent import descended
from bench.fitting.network import Example, Likelihood, Net, Recipe, mean

RECIPE = Recipe(units=3, steps=40, starts=1)


def example(draw: np.random.Generator, *, one: bool) -> Example:
    """Two segments a side: the beads on the diagonal are right, which the first feature tells."""
    a = b = np.ones(4, dtype=np.intp)
    i, j = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    right = i == j
    values = draw.normal(0, 1, (4, 3)).astype(np.float32)
    values[:, 0] += 3 * right
    nulls = draw.normal(0, 1, (4, 2)).astype(np.float32)
    never = np.zeros(4, dtype=np.bool_)
    return Example(
        Chain((2, 2), a, b, i, j), values, nulls, nulls[::-1], (right, never, never), 2, one
    )


def examples(count: int, *, one: bool = True) -> list[Example]:
    """So many of them."""
    draw = np.random.default_rng(3)
    return [example(draw, one=one) for _ in range(count)]


@settings(derandomize=True, deadline=None)
@given(st.lists(st.floats(-4, 4), min_size=1, max_size=5), st.integers(1, 9))
def test_the_bottom_of_a_bowl_is_found(centre: list[float], steep: int) -> None:
    middle = np.array(centre)
    scale = np.linspace(1, steep, len(middle))

    def bowl(at: np.ndarray) -> tuple[float, np.ndarray]:
        away = at - middle
        return float(scale @ away**4 + away @ away), 4 * scale * away**3 + 2 * away

    at, value = descended(bowl, np.zeros(len(middle)), 200)
    assert at == pytest.approx(middle, abs=1e-3)
    assert value == pytest.approx(0, abs=1e-5)


def test_a_place_without_a_value_is_not_gone_to() -> None:
    def wall(at: np.ndarray) -> tuple[float, np.ndarray]:
        if at[0] >= 1:
            return float("inf"), np.zeros(1)
        return float(-np.log1p(-at[0]) - 3 * at[0]), np.array([1 / (1 - at[0]) - 3])

    at, _ = descended(wall, np.zeros(1), 50)
    assert at == pytest.approx([2 / 3], abs=1e-3)


@pytest.mark.parametrize("one", [pytest.param(True, id="one"), pytest.param(False, id="several")])
def test_the_gradient_is_what_a_small_change_makes(one: bool) -> None:
    likelihood = Likelihood(examples(5, one=one))
    draw = np.random.default_rng(8)
    net = Net(*(draw.normal(0, 0.5, shape) for shape in (3, 2, (3, 2), 2, 2)))
    scores = likelihood.scores(net)
    _, gradient = likelihood.of(scores)
    for values, slopes in (
        (scores.beads, gradient.beads),
        (scores.deletion, gradient.deletion),
        (scores.insertion, gradient.insertion),
    ):
        for place in range(0, len(values), 7):
            kept = values[place]
            values[place] = kept + 1e-5
            above = likelihood.of(scores)[0].sum()
            values[place] = kept - 1e-5
            below = likelihood.of(scores)[0].sum()
            values[place] = kept
            assert slopes[place] == pytest.approx((above - below) / 2e-5, abs=1e-5)


def test_a_fit_learns_what_tells_right_from_wrong() -> None:
    likelihood = Likelihood(examples(60))
    net = RECIPE.fitted(likelihood)
    nothing = Net(np.zeros(3), np.zeros(2), np.zeros((3, 1)), np.zeros(1), np.zeros(1))
    assert likelihood.mean(net) > likelihood.mean(nothing) / 4
    same = RECIPE.fitted(likelihood)
    assert (same.direct == net.direct).all()
    assert (same.inner == net.inner).all()


def test_examples_whose_right_path_is_not_possible_teach_nothing() -> None:
    good, bad = examples(2)
    bad.values[bad.right[0]] -= 1000
    net = Net(np.ones(3), np.zeros(2), np.zeros((3, 1)), np.zeros(1), np.zeros(1))
    likelihood = Likelihood([good, bad])
    found, gradient = likelihood.of(likelihood.scores(net))
    assert found[0] < 0
    assert found[1] == 0
    assert not gradient.beads[4:].any()


def test_the_mean_of_nets_has_the_mean_of_their_scores() -> None:
    draw = np.random.default_rng(5)
    nets = [Net(*(draw.normal(0, 1, shape) for shape in (3, 2, (3, 4), 4, 4))) for _ in range(2)]
    values = draw.normal(0, 1, (6, 3)).astype(np.float32)
    wanted = (nets[0].scores(values) + nets[1].scores(values)) / 2
    assert mean(nets).scores(values) == pytest.approx(wanted, abs=1e-5)


def test_a_stage_scores_as_the_net_that_it_is_written_from() -> None:
    draw = np.random.default_rng(6)
    net = Net(*(draw.normal(0, 1, shape) for shape in (3, 2, (3, 4), 4, 4)))
    values = draw.normal(0, 1, (6, 3)).astype(np.float32)
    values[:, 1] = 1
    weights = net.weights(("x", "one", "y"), ("p", "q"), 0.3, 0.4)
    assert Net.of(weights, ("p", "q")).scores(values) == pytest.approx(net.scores(values), abs=1e-4)


def test_tables_are_read_as_they_were_written() -> None:
    given = {f"u{k}": {"one": k / 8, "far-ratio": -k} for k in range(12)}
    del given["u3"]["one"]
    table = written(("one", "far-ratio"), given)
    found = eval(f"({table})", {"columns": columns})
    assert {head: dict(column) for head, column in found.items()} == given
