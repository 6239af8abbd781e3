from __future__ import annotations

import numpy as np
import pytest

from aligner.model import Vectors
from aligner.tying import pair_documents
from glossary.gazetteer import gazetteer

COUNT = 40


def articles(count: int = COUNT, seed: int = 1) -> Vectors:
    """Vectors as of articles on one topic: all alike, each a little its own."""
    draw = np.random.default_rng(seed)
    rows = 3 * draw.normal(size=32)[None, :] + draw.normal(size=(count, 32))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def translated(rows: Vectors, noise: float = 0.03) -> Vectors:
    """The same in another language: shifted, and not quite the same."""
    draw = np.random.default_rng(7)
    moved = rows + 0.2 * draw.normal(size=32) + noise * draw.normal(size=rows.shape)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


def keys(count: int, first: int = 0) -> list[set[str]]:
    return [{f"num:{first + n}", f"doc:{first + n}/NQ", "year:2024"} for n in range(count)]


NONE: list[set[str]] = [set()] * COUNT


def test_translations_are_found_by_their_vectors() -> None:
    rows = articles()
    found = pair_documents(rows, translated(rows)[::-1], NONE, NONE)
    assert {(tie.source, tie.target) for tie in found} == {(n, COUNT - 1 - n) for n in range(COUNT)}
    assert all(0.5 <= tie.score < 0.9 for tie in found)


def test_numbers_tell_what_vectors_do_not() -> None:
    rows = translated(articles(), noise=0.06)
    found = pair_documents(articles(), rows, keys(COUNT), keys(COUNT))
    assert [(tie.source, tie.target) for tie in found] == [(n, n) for n in range(COUNT)]
    assert len(pair_documents(articles(), rows, NONE, NONE)) < COUNT


def test_documents_without_a_partner_are_left_alone() -> None:
    assert pair_documents(articles(), translated(articles(seed=2)), NONE, NONE) == ()
    one_year = [{"year:2024"}] * COUNT
    assert pair_documents(articles(), translated(articles(seed=2)), one_year, one_year) == ()


def test_numbers_that_differ_speak_against_vectors_that_agree() -> None:
    mine = [{f"num:{n}{digit}" for digit in range(5)} for n in range(1, COUNT + 1)]
    theirs = [{f"num:{n}{digit}" for digit in range(5, 10)} for n in range(1, COUNT + 1)]
    rows = articles()
    assert pair_documents(rows, translated(rows), mine, theirs) == ()


def test_the_same_news_of_another_province_is_no_translation() -> None:
    ids = sorted(id_ for id_, place in gazetteer().items() if place.kind == "former")
    rows = articles(len(ids))
    mine = [{f"place:{id_}"} for id_ in ids]
    found = pair_documents(rows, translated(rows), mine, mine)
    assert {(tie.source, tie.target) for tie in found} == {(n, n) for n in range(len(ids))}
    assert pair_documents(rows, translated(rows), mine, mine[1:] + mine[:1], least=0.001) == ()


def test_each_version_of_an_article_is_paired() -> None:
    rows = articles()
    targets = np.concatenate([translated(rows), translated(rows, 0.05)[:3]])
    found = pair_documents(rows, targets, keys(COUNT), [*keys(COUNT), *keys(3)])
    assert {(tie.source, tie.target) for tie in found} == {
        *((n, n) for n in range(COUNT)),
        *((n, COUNT + n) for n in range(3)),
    }


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_few_documents_are_paired_by_their_numbers(count: int) -> None:
    rows = articles(count)
    many = [{f"num:{n}{digit}" for digit in range(12)} for n in range(1, count + 1)]
    found = pair_documents(rows, translated(rows), many, many)
    assert {(tie.source, tie.target) for tie in found} >= {(n, n) for n in range(count)}


def test_nothing_comes_of_nothing() -> None:
    none = np.zeros((0, 32), np.float32)
    assert pair_documents(none, articles(), [], NONE) == ()
    assert pair_documents(articles(), none, NONE, []) == ()


def test_sides_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="one set of keys"):
        pair_documents(articles(), articles(), [], [])
    with pytest.raises(ValueError, match="32 and 8 dimensions"):
        pair_documents(articles(), articles()[:, :8], NONE, NONE)
