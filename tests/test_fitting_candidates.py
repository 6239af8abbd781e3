"""Development documents, and what a closer look has to choose among in them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from aligner.alignment import align_segments, shipped_background
from aligner.encoder import load
from aligner.model import Mode
from aligner.vectors import Cached
from bench.fitting.beads import LINES, UNCUT, Stage
from bench.fitting.candidates import examples, looked, steps
from bench.fitting.development import Document, Parallel, Sources, given, parallel, uncut
from bench.fitting.network import Likelihood, Net
from bench.uncut import Found, Uncut, found_again, joined, links


@pytest.fixture(scope="module")
def cached() -> Cached:
    return Cached(load())


@pytest.fixture(scope="module")
def stories(cached: Cached) -> list[Parallel]:
    """A story or two of our own, in every pair of languages."""
    found = [each for each in parallel(Sources(), cached) if each.kind == "stories"][:2]
    return [
        Parallel(each.kind, each.langs, (each.texts[0][:12], each.texts[1][:12]), each.fold)
        for each in found
    ]


def documents(stage: Stage, stories: list[Parallel]) -> list[Document]:
    """Lines twice, as they are and HARD; or as running text."""
    made = given(stories, 1) if stage is LINES else uncut(stories, Sources())
    return [each for each in made if each.kind == "stories"]


@pytest.mark.parametrize(
    "stage", [pytest.param(LINES, id="lines"), pytest.param(UNCUT, id="uncut")]
)
def test_the_weights_that_ship_find_what_the_aligner_finds(
    stage: Stage, cached: Cached, stories: list[Parallel]
) -> None:
    made = documents(stage, stories)
    found = list(looked(made, cached, stage.features, stage.nulls))
    net = Net.of(stage.now, stage.nulls)
    for each, path in steps(found, lambda _: net, stage.tolls):
        one, other = each.document.sides
        background = shipped_background(cached.embed, each.document.langs)
        bitext = align_segments(
            one,
            other,
            cached.embed,
            mode=Mode.PARALLEL,
            background=background,
            sketches=cached.sketches,
        )
        wanted = sorted((bead.source, bead.target) for bead in bitext.beads)
        assert sorted((one.full(a, b), other.full(c, d)) for a, b, c, d, _ in path) == wanted


@pytest.mark.parametrize(
    "stage", [pytest.param(LINES, id="lines"), pytest.param(UNCUT, id="uncut")]
)
def test_what_is_right_is_possible_and_told_once(
    stage: Stage, cached: Cached, stories: list[Parallel]
) -> None:
    found = list(looked(documents(stage, stories), cached, stage.features, stage.nulls))
    taught = [
        each for document in found for field in document.fields for each in examples(field, 1)
    ]
    assert taught
    for each in taught:
        source, target = np.zeros(each.chain.size[0]), np.zeros(each.chain.size[1])
        right, lost, added = each.right
        for a, b, i, j in zip(
            each.chain.a[right],
            each.chain.b[right],
            each.chain.i[right],
            each.chain.j[right],
            strict=True,
        ):
            source[i + 1 - a : i + 1] += 1
            target[j + 1 - b : j + 1] += 1
        source += lost.reshape(2, -1).sum(axis=0)
        target += added.reshape(2, -1).sum(axis=0)
        assert source.tolist() == [1] * len(source)
        assert target.tolist() == [1] * len(target)
        assert right.sum() + lost.sum() + added.sum() == each.steps
    likelihood = Likelihood(taught)
    told, _ = likelihood.of(likelihood.scores(Net.of(stage.now, stage.nulls)))
    assert (told < 0).all()


def test_answers_of_which_one_is_in_no_bead_alone_are_kept_together(cached: Cached) -> None:
    from aligner.alignment import side

    texts = (
        "Hội nghị bàn về nước sạch. Trời mưa to suốt ba ngày.",
        "सम्मेलन में साफ पानी पर चर्चा हुई। तीन दिन तक भारी बारिश हुई।",
    )
    sides = side(texts[0], "vi"), side(texts[1], "hi")
    answer = tuple(
        (text.index(word), text.index(word) + len(word))
        for text, word in zip(texts, ("nước sạch", "साफ पानी"), strict=True)
    )
    made = Document("answers", ("vi", "hi"), 0, sides, answers=((answer[0], answer[1]),))
    (document,) = looked([made], cached, LINES.features, LINES.nulls)
    (taught,) = [each for field in document.fields for each in examples(field, 2.0)]
    assert (taught.steps, taught.one, taught.counted) == (1, False, 2.0)
    right, lost, added = taught.right
    chain = taught.chain
    first = (chain.i - chain.a < 0) & (chain.j - chain.b < 0)
    apart = (chain.i + 1 - chain.a > 0) & (chain.j + 1 - chain.b > 0)
    assert right.tolist() == (first | apart).tolist()
    assert lost.tolist() == added.tolist() == [False, True] * 2


def test_lines_are_found_again_by_beads_that_hold_them() -> None:
    lines = ("Trời mưa to.", "Đường ngập.", "Xe dừng lại.")
    text = joined((lines, lines), ("vi", "vi"), " ", random.Random(1), dropped=0.0)
    spans = [(text.lines[0][k], text.lines[1][k]) for k in range(3)]
    assert text.sides[0].text == " ".join(lines)
    assert found_again(text, spans).shares == (1.0, 1.0, 1.0)
    whole = (spans[0][0][0], spans[1][0][1]), (spans[0][1][0], spans[1][1][1])
    assert found_again(text, [whole, spans[2]]).exact == 1
    assert found_again(text, []).shares == (0.0, 0.0, 0.0)
    assert found_again(text, spans) + Found(3) == Found(6, 3, 3, 0, *_areas(text, spans))


@pytest.mark.parametrize(
    ("beads", "tiled"),
    [
        pytest.param([((0, 12), (0, 12)), ((13, 23), (13, 23))], 1, id="two-that-are-the-line"),
        pytest.param([((0, 12), (0, 12))], 0, id="one-that-is-half-of-it"),
        pytest.param([((0, 12), (0, 12)), ((13, 30), (13, 30))], 0, id="one-that-reaches-on"),
        pytest.param([((0, 12), (0, 3)), ((13, 23), (4, 8))], 0, id="half-of-the-other-side"),
        pytest.param([((0, 23), (0, 23))], 0, id="the-line-itself"),
    ],
)
def test_a_line_may_be_divided_by_beads_that_stand_inside_it(
    beads: list[tuple[tuple[int, int], tuple[int, int]]], tiled: int
) -> None:
    lines = ("Trời mưa to. Đường ngập.", "Xe dừng lại.")
    text = joined((lines, lines), ("vi", "vi"), " ", random.Random(1), dropped=0.0)
    found = found_again(text, beads)
    assert (found.tiled, found.usable) == (tiled, int(beads == [((0, 23), (0, 23))]))


def _areas(
    text: Uncut, spans: list[tuple[tuple[int, int], tuple[int, int]]]
) -> tuple[float, float]:
    found = found_again(text, spans)
    return found.shared, found.area


def test_links_are_of_beads_that_pair_something() -> None:
    from aligner.alignment import side
    from aligner.model import Bead

    sides = side(["một", "hai"], "vi"), side(["एक"], "hi")
    beads = [Bead((0,), (0,), 1.0), Bead((1,), (), 1.0)]
    assert links(sides, beads) == [((0, 3), (0, 2))]
