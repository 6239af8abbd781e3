"""The embedded encoder, loaded once for many tests, which encodes no text twice."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from aligner import encoder
from aligner.e5.fast import FastE5
from aligner.encoder import Encoder
from aligner.model import Sketch, Vectors

Load = Callable[[str, int | None], Encoder]
"""As `aligner.encoder.load`."""


class Remembering(FastE5):
    """A text's vector depends on the text alone, so that what is known of it is the same."""

    def __init__(self) -> None:
        super().__init__(1)
        self._known: dict[str, tuple[Vectors, Sketch]] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self.sketched(texts)[0]

    def sketched(self, texts: Sequence[str]) -> tuple[Vectors, list[Sketch]]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, zip(*super().sketched(new), strict=True), strict=True))
        rows = [self._known[text][0] for text in texts]
        return np.array(rows).reshape(-1, self.dim), [self._known[text][1] for text in texts]


def loading() -> Load:
    """What loads any other encoder as ever, and this one once where its runtime is installed."""
    load, remembering = encoder.load, cache(Remembering)
    fast = importlib.util.find_spec("openvino") is not None  # importing it whole would report that

    def found(name: str, threads: int | None) -> Encoder:
        return remembering() if fast and name == encoder.DEFAULT else load(name, threads)

    return found
