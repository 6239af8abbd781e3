"""Where the pieces of a text stand that an encoder holds something of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.encoder import encodable
from aligner.model import Sketch
from aligner.traces import Spans, traces
from aligner.vectors import normal
from glossary.normalize import without_invisible


def sketches(texts: Sequence[str]) -> list[Sketch]:
    plain = (encodable(normal(text)) for text in texts)
    return [np.ones((len(text.split()), 4), dtype=np.int8) for text in plain]


def cut(texts: Sequence[str]) -> list[Spans]:
    """A piece a word."""
    return [
        np.array([m.span() for m in re.finditer(r"\S+", text)], dtype=np.int32).reshape(-1, 2)
        for text in texts
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("dân vận khéo", id="composed"),
        pytest.param(unicodedata.normalize("NFD", "dân vận ở xã"), id="decomposed"),
        pytest.param("  dân vận\n", id="white-space-outside"),
        pytest.param("dân\0 vận", id="a-character-that-is-not-encoded"),
        pytest.param("\ud800 dân", id="half-a-character"),
        pytest.param("\u200b dân\u200b vận \ufeff", id="what-nobody-sees"),
        pytest.param("", id="empty"),
        pytest.param(" \n", id="blank"),
    ],
)
def test_pieces_stand_where_they_do_in_the_text_as_it_is(text: str) -> None:
    (found,) = traces([text], sketches, cut) or []
    words = [_seen(text[a:b]) for a, b in found.spans.tolist()]
    assert words == [seen for word in text.split() if (seen := _seen(word))]


def _seen(text: str) -> str:
    return without_invisible(text.replace("\0", ""))


@given(st.text(alphabet="aâ\u200b\u0302\u0323ระด ा क़\u093c\0", max_size=12))
def test_spans_are_in_the_text_and_in_order(text: str) -> None:
    (found,) = traces([text], sketches, cut) or []
    edges = found.spans.ravel()
    assert (np.diff(edges) >= 0).all()
    assert not len(edges) or (edges[0] >= 0 and edges[-1] <= len(text))


def test_an_encoder_without_sketches_has_no_traces() -> None:
    assert traces(["dân vận"], lambda texts: None, cut) is None


def test_other_pieces_than_were_sketched_are_an_error() -> None:
    def one_more(texts: Sequence[str]) -> list[Spans]:
        return [np.concatenate([spans, spans[-1:]]) for spans in cut(texts)]

    with pytest.raises(ValueError, match=r"^3 pieces, but sketches of 2$"):
        traces(["dân vận"], sketches, one_more)
