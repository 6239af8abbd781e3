"""What the encoder holds of each piece of a text, and where that piece stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import regex

from aligner.encoder import encodable
from aligner.model import Sketch, Sketches
from aligner.vectors import normal
from glossary.normalize import without_invisible

Spans = npt.NDArray[np.int32]


class Trace(NamedTuple):
    """The pieces of one text."""

    rows: Sketch
    """Shape (pieces, dimensions)."""
    spans: Spans
    """Shape (pieces, 2), code points of the text as it was given, half-open, ascending."""


Traced = Callable[[Sequence[str]], "Sequence[Trace] | None"]
"""Texts to the traces of their pieces; None where the encoder makes none."""

Cut = Callable[[Sequence[str]], Sequence[Spans]]
"""Texts in their normal form to where the pieces stand that an encoder sketches."""


def traces(texts: Sequence[str], sketches: Sketches, cut: Cut | None = None) -> list[Trace] | None:
    """Traces of texts, in order; None where there are no sketches.

    Args:
        texts: as in the documents.
        sketches: of the embedded encoder, from the store that has them or made now.
        cut: the embedded encoder's own by default.

    Raises:
        ValueError: a text is cut into other pieces than were sketched.
    """
    found = sketches(texts)
    if found is None:
        return None
    plain = [encodable(normal(text)) for text in texts]
    made = []
    for text, same, rows, where in zip(
        texts, plain, found, (cut or embedded())(plain), strict=True
    ):
        if len(rows) != len(where):
            raise ValueError(f"{len(where)} pieces, but sketches of {len(rows)}")
        made.append(Trace(rows, _back(text, same, where)))
    return made


@cache
def embedded() -> Cut:
    """How the embedded encoder cuts texts; its network is not loaded for that."""
    from aligner.e5.conversion import kept
    from aligner.e5.weights import Weights, bundled

    weights = Weights(bundled())
    return kept(weights).tokenizer(weights).spans


def _back(text: str, plain: str, spans: Spans) -> Spans:
    """Spans of the form that was encoded as those of the text, whole characters as people see them.

    No character composes with what stands in the next one.
    """
    if plain == text.strip():
        return spans + np.int32(len(text) - len(text.lstrip()))
    starts, ends = [], []
    kept = ""
    for found in regex.finditer(r"\X", text):
        form = without_invisible(unicodedata.normalize("NFC", found[0]))
        form = form if kept else form.lstrip()
        kept = kept or form
        many = len(encodable(form))
        starts += [found.start()] * many
        ends += [found.end()] * many
    starts.append(ends[-1] if ends else 0)
    first = np.array(starts, dtype=np.int32)[spans[:, 0]]
    last = np.array([0, *ends], dtype=np.int32)[spans[:, 1]]
    return np.stack([first, np.maximum(first, last)], axis=1)
