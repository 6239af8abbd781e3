from __future__ import annotations

import doctest
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment import align, align_segments, bitext_rows, side
from aligner.alignment.boilerplates import dividers
from aligner.alignment.configuration import VERSION
from aligner.alignment.sides import Side
from aligner.encoder import load
from aligner.model import Bead, Bitext, Boilerplate, Document, Mode, Segment, Vectors
from aligner.reading import read_file
from aligner.segment import segment
from aligner.vectors import Cached

DIM = 256


def embed(texts: Sequence[str]) -> Vectors:
    """A language whose translation is its upper case: words share a direction over both."""
    rows = np.zeros((len(texts), DIM), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in text.split() or ["-"]:
            row += direction(word.casefold())
        row /= np.linalg.norm(row)
        row += direction("upper" if text.isupper() else "lower")
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


_directions: dict[str, Vectors] = {}


def direction(word: str) -> Vectors:
    if word not in _directions:
        seed = int.from_bytes(word.encode("utf-8", "replace")[:64], "little")
        row = np.random.default_rng(seed).normal(size=DIM)
        _directions[word] = np.asarray(row / np.linalg.norm(row), dtype=np.float32)
    return _directions[word]


def sentences(count: int, seed: int = 0) -> list[str]:
    draw = random.Random(seed)
    return [
        " ".join(f"w{draw.randrange(5000)}" for _ in range(draw.randint(6, 14)))
        for _ in range(count)
    ]


def upper(lines: Sequence[str]) -> list[str]:
    return [line.upper() for line in lines]


def aligned(
    source: str | Sequence[str], target: str | Sequence[str], mode: Mode | None = None
) -> Bitext:
    return align_segments(side(source, "en"), side(target, "en"), embed, mode=mode)


def pairs(bitext: Bitext) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in bitext.beads]


LINES = sentences(12)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param(LINES, upper(LINES), [((k,), (k,)) for k in range(12)], id="one-to-one"),
        pytest.param(
            LINES,
            upper([*LINES[:3], f"{LINES[3]} {LINES[4]}", *LINES[5:]]),
            [((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3, 4), (3,))]
            + [((k,), (k - 1,)) for k in range(5, 12)],
            id="merged",
        ),
        pytest.param(
            LINES,
            upper([*LINES[:5], *LINES[6:]]),
            [((k,), (k,)) for k in range(5)]
            + [((5,), ())]
            + [((k,), (k - 1,)) for k in range(6, 12)],
            id="left-out",
        ),
        pytest.param(
            LINES,
            upper([*LINES[:5], *sentences(2, seed=9), *LINES[5:]]),
            [((k,), (k,)) for k in range(5)]
            + [((), (5,)), ((), (6,))]
            + [((k,), (k + 2,)) for k in range(5, 12)],
            id="added",
        ),
        pytest.param([], [], [], id="nothing"),
        pytest.param([], upper(LINES[:2]), [((), (0,)), ((), (1,))], id="empty-source"),
        pytest.param(LINES[:2], [], [((0,), ()), ((1,), ())], id="empty-target"),
        pytest.param(LINES[:1], upper(LINES[:1]), [((0,), (0,))], id="one-line"),
        pytest.param(LINES, LINES, [((k,), (k,)) for k in range(12)], id="identical"),
    ],
)
def test_beads_of_parallel_lines(
    source: Sequence[str], target: Sequence[str], expected: list[object]
) -> None:
    found = aligned(source, target)
    assert pairs(found) == expected
    assert found.mode is Mode.PARALLEL


def test_reversed_documents_share_no_order() -> None:
    found = aligned(LINES, upper(LINES[::-1]))
    assert found.mode is Mode.COMPARABLE
    assert [(s, t) for s, t in pairs(found) if s and t] == [((k,), (11 - k,)) for k in range(12)]


def test_documents_on_other_topics_are_left_alone() -> None:
    found = aligned(sentences(15, seed=3), upper(sentences(18, seed=4)))
    assert found.mode is Mode.COMPARABLE
    assert not [bead for bead in found.beads if bead.source and bead.target]


def test_the_mode_can_be_told() -> None:
    found = aligned(LINES, upper(LINES), mode=Mode.COMPARABLE)
    assert found.mode is Mode.COMPARABLE
    assert pairs(found) == [((k,), (k,)) for k in range(12)]


def content(strings: Sequence[str], kinds: Sequence[Boilerplate | None]) -> Side:
    plain = side(strings, "en")
    segments = tuple(
        Segment(each.start, each.end, kind)
        for each, kind in zip(plain.segments, kinds, strict=True)
    )
    return Side(plain.text, segments, "en")


def test_boilerplate_pairs_with_its_own_kind_only() -> None:
    kinds = [*[None] * 4, Boilerplate.BYLINE, Boilerplate.SOURCE, Boilerplate.COMMENTS]
    tail = ["Lam Anh", "Source: https://example.com/a", "Comments (0)"]
    source = content([*LINES[:4], *tail], kinds)
    other = content([*upper(LINES[:4]), "LÂM ANH", "Source", "COMMENTS (0)"], kinds)
    found = align_segments(source, other, embed)
    assert pairs(found) == [((k,), (k,)) for k in range(7)]
    stranger = content([*upper(LINES[:4]), "Nguyen Phuc", "Source", "COMMENTS (0)"], kinds)
    found = align_segments(source, stranger, embed)
    assert ((4,), ()) in pairs(found)
    assert ((), (4,)) in pairs(found)


def test_no_bead_crosses_boilerplate() -> None:
    source = content(
        [LINES[0], LINES[1], "A photo", LINES[2], LINES[3]],
        [None, None, Boilerplate.CAPTION, None, None],
    )
    target = side(upper([LINES[0], f"{LINES[1]} {LINES[2]}", LINES[3]]), "en")
    assert all(2 not in s or s == (2,) for s, _ in pairs(align_segments(source, target, embed)))


def test_blank_lines_are_in_the_bead_that_is_around_them() -> None:
    source = [LINES[0], "", LINES[1], " ", LINES[2], LINES[3]]
    target = upper([f"{LINES[0]} {LINES[1]}", LINES[2], LINES[3]])
    assert pairs(aligned(source, target)) == [
        ((0, 1, 2), (0,)),
        ((3,), ()),
        ((4,), (1,)),
        ((5,), (2,)),
    ]


def test_dividers_pair_where_they_stand_between_the_same_beads() -> None:
    source = [LINES[0], "* * *", LINES[1], LINES[2], "-", LINES[3]]
    target = upper([LINES[0], "—", ".....", LINES[1], LINES[2], LINES[3], "* * *"])
    assert pairs(aligned(source, target)) == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((), (2,)),
        ((2,), (3,)),
        ((3,), (4,)),
        ((4,), ()),
        ((5,), (5,)),
        ((), (6,)),
    ]


def test_a_divider_is_in_one_bead_where_beads_cross() -> None:
    one, other = side(["a", "*", "b", "*", "c"], "en"), side(["B", "C", "*", "A", "D"], "en")
    beads = [Bead((0,), (3,), 1.0), Bead((2,), (0,), 1.0), Bead((4,), (4,), 1.0)]
    assert [(bead.source, bead.target) for bead in dividers(one, other, beads)] == [((3,), (2,))]
    assert next(dividers(one, other, [Bead((4,), (4,), 1.0)])).source == (1,)
    one = side(["*", "a", "b", "*", "c"], "en")
    beads = [Bead((1,), (3,), 1.0), Bead((2,), (0,), 1.0), Bead((4,), (4,), 1.0)]
    assert [(bead.source, bead.target) for bead in dividers(one, other, beads)] == [((0,), (2,))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("One.\n* * *\nTwo.", (1,), id="stars"),
        pytest.param("One.\n3\nTwo.", (), id="a-number"),
        pytest.param("One.\nก\nTwo.", (), id="a-letter"),
        pytest.param("...", (0,), id="nothing-else"),
    ],
)
def test_a_line_without_a_letter_or_a_digit_is_no_content(
    text: str, found: tuple[int, ...]
) -> None:
    each = side(text, "en")
    assert each.dividers == found
    assert not set(each.content) & set(found)


def test_a_mark_within_a_line_is_content() -> None:
    found = Side('One " two', (Segment(0, 3), Segment(4, 5), Segment(6, 9)), "en")
    assert found.dividers == ()
    assert found.content == (0, 1, 2)


def check_whole(bitext: Bitext, source: Side, target: Side) -> None:
    for number, each in ((0, source), (1, target)):
        used = [k for pair in pairs(bitext) for k in pair[number]]
        assert sorted(used) == list(range(len(each.segments)))
    ordered = [bead.source for bead in bitext.beads if bead.source]
    assert ordered == sorted(ordered)
    assert all(0 <= bead.score <= 1 for bead in bitext.beads)
    for bead in bitext.beads:
        for run in (bead.source, bead.target):
            assert list(run) == list(range(run[0], run[-1] + 1)) if run else True


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from([*LINES, "", " ", "a", "-"]), max_size=14),
    st.lists(st.sampled_from([*upper(LINES), "", "\t", "B", "*"]), max_size=14),
    st.sampled_from([None, *Mode]),
)
def test_each_segment_is_in_one_bead(
    source: list[str], target: list[str], mode: Mode | None
) -> None:
    one, other = side(source, "en"), side(target, "en")
    found = align_segments(one, other, embed, mode=mode)
    check_whole(found, one, other)
    assert found == align_segments(one, other, embed, mode=mode)


@pytest.mark.parametrize("mode", [None, *Mode])
@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param(" " * 1_000_000, "A B C", id="a-million-spaces"),
        pytest.param("x" * 1_000_000, "A B C.\nD E F.", id="no-space-in-a-megabyte"),
        pytest.param("ก" * 200_000, "A B C.\nD E F.", id="no-space-in-thai"),
        pytest.param("a b c.\n\u0e01\u0e02 \u0e04\n", "A B C.\nD", id="two-languages"),
        pytest.param("\ud800 a.\n\x00b", "\x1b[2J A.\nB", id="control-characters"),
        pytest.param("a\n" * 3000, "B", id="many-against-one"),
    ],
)
def test_hostile_texts_are_aligned_or_left_alone(
    source: str, target: str, mode: Mode | None
) -> None:
    start = time.monotonic()
    one, other = side(source), side(target)
    check_whole(align_segments(one, other, embed, mode=mode), one, other)
    assert time.monotonic() - start < 30


def test_a_long_document_scores_as_its_parts_do() -> None:
    lines = sentences(700, seed=5)
    target = upper([line for k, line in enumerate(lines) if k % 9])
    found = aligned(lines, target)
    expected = iter(range(len(target)))
    assert pairs(found) == [((k,), (next(expected),) if k % 9 else ()) for k in range(700)]


def test_nothing_but_doubtful_merges_is_embedded_twice() -> None:
    asked: list[str] = []

    def counting(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return embed(texts)

    lines = sentences(60, seed=6)
    align_segments(side(lines, "xx"), side(upper(lines), "xx"), counting)
    own = [text for text in asked if text.casefold() in {line.casefold() for line in lines}]
    assert len(own) == 120
    extra = sum(map(len, asked)) - sum(map(len, own))
    background = 160 * 70
    assert extra - background < 0.25 * sum(map(len, own))


def test_rows_carry_indices_score_and_spans() -> None:
    one, other = side(LINES[:2], "en"), side(upper(LINES[:2]), "en")
    rows = list(bitext_rows(align_segments(one, other, embed, encoder="toy"), one, other))
    signature = rows[0]["signature"]
    assert rows[0] == {"signature": signature, "mode": "parallel"}
    assert isinstance(signature, str)
    assert signature.startswith(f"{VERSION}/toy/")
    assert rows[1]["source_span"] == [0, len(LINES[0])]
    assert rows[1]["source"] == rows[1]["target"] == [0]
    assert rows[1]["target_span"] == [0, len(LINES[0])]
    assert rows[2]["source_span"] == [len(LINES[0]) + 1, len(LINES[0]) + 1 + len(LINES[1])]
    nothing = list(bitext_rows(align_segments(one, side([]), embed), one, side([])))[1]
    assert (nothing["target"], nothing["target_span"], nothing["score"]) == ([], None, 1.0)


def test_importing_the_package_loads_no_numpy() -> None:
    code = "import sys, aligner; assert 'numpy' not in sys.modules; aligner.align"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_example_of_align_is_true() -> None:
    (example,) = doctest.DocTestFinder(recurse=False).find(align, "align", globs={})
    assert len(example.examples) == 4
    assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


def test_no_sentence_of_one_seed_pairs_with_a_stranger(shared: Path) -> None:
    """The two articles are on one topic; only their bylines and labels say the same."""
    sides = []
    for name in ("000_48bc1c8bc10d7d6a", "002_47387b8a3a3a5622"):
        page = read_file(shared / "seeds" / f"{name}.txt")
        document = next(iter(page))
        assert isinstance(document, Document)
        segments = segment(document.text, document.lang, document.marks)
        sides.append(Side(document.text, segments, document.lang, document.id))
    encoder = Cached(load())
    found = align_segments(sides[0], sides[1], encoder.embed, encoder=encoder.signature)
    assert found.mode is Mode.COMPARABLE
    paired = [bead for bead in found.beads if bead.source and bead.target]
    kinds = [sides[0].segments[bead.source[0]].kind for bead in paired]
    assert kinds == [Boilerplate.BYLINE, Boilerplate.SOURCE, Boilerplate.COMMENTS]
