"""What is kept, what is encoded again, and that order never matters."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import vectors
from aligner.model import Sketch, Vectors
from aligner.vectors import Cached, Memory, Sparing
from glossary.errors import InputError


class Letters:
    """An encoder whose vectors depend on the text alone, and which remembers its calls."""

    signature = "letters-1"
    dim = 8

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(list(texts))
        rows = np.array(
            [
                np.frombuffer(
                    hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), dtype="<u4"
                )
                for text in texts
            ],
            dtype=np.float32,
        ).reshape(-1, self.dim)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize(
    ("texts", "encoded"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([""], 1, id="empty-text"),
        pytest.param(["dân vận", "dân vận"], 1, id="twice-in-one-call"),
        pytest.param(["dân vận", unicodedata.normalize("NFD", "dân vận")], 1, id="nfd"),
        pytest.param(["งานมวลชน", "\u200bงาน\u200bมวลชน"], 1, id="word-ends-marked"),
        pytest.param(["पक्ष", "पक्\u200dष"], 2, id="letters-joined"),
        pytest.param(["dân vận", " dân vận\n"], 1, id="outer-space"),
        pytest.param(["dân vận", "dân  vận"], 2, id="inner-space"),
        pytest.param(["dân vận", "Dân vận"], 2, id="case"),
        pytest.param(["\ud800", "\ud801"], 2, id="lone-surrogates"),
    ],
)
def test_one_text_is_encoded_once(texts: list[str], encoded: int) -> None:
    cached = Cached(Letters())
    first = cached.embed(texts)
    assert cached.encoded == encoded
    second = cached.embed(texts)
    assert cached.encoded == encoded
    assert first.shape == (len(texts), 8)
    assert first.dtype == np.float32
    assert first.tobytes() == second.tobytes()


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.text(max_size=12), max_size=30),
    st.integers(min_value=1, max_value=7),
    st.randoms(use_true_random=False),
)
def test_order_batches_and_what_was_known_change_nothing(
    texts: list[str], batch: int, random: object
) -> None:
    plain = Letters().encode([vectors.normal(text) for text in texts])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "BATCH", batch)
        cached = Cached(Letters())
        cached.embed(texts[: len(texts) // 2])
        assert np.array_equal(cached.embed(texts), plain)
        assert np.array_equal(cached.embed(texts[::-1]), plain[::-1])


def test_another_run_encodes_nothing() -> None:
    store = Memory()
    Cached(Letters(), store).embed(["a", "b"])
    again = Cached(Letters(), store)
    again.embed(["b", "a"], progress=lambda done, total: pytest.fail(f"{done} of {total}"))
    assert again.encoded == 0


def test_vectors_of_another_signature_are_not_used() -> None:
    store = Memory()
    Cached(Letters(), store).embed(["a"])
    other = Letters()
    other.signature = "letters-2"
    cached = Cached(other, store)
    cached.embed(["a"])
    assert cached.encoded == 1


def test_texts_are_encoded_in_order_of_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "BATCH", 2)
    encoder = Letters()
    Cached(encoder).embed(["ccc", "a", "eeeee", "bb", "dddd"])
    assert encoder.calls == [["a", "bb"], ["ccc", "dddd"], ["eeeee"]]


def test_progress_counts_what_is_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "BATCH", 2)
    cached = Cached(Letters())
    cached.embed(["a"])
    seen: list[tuple[int, int]] = []
    cached.embed(["a", "b", "c", "b", "d"], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 3), (3, 3)]


def test_an_interrupted_run_keeps_its_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "BATCH", 2)
    store = Memory()

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Cached(Letters(), store).embed(["a", "b", "c"], progress=interrupt)
    cached = Cached(Letters(), store)
    cached.embed(["a", "b", "c"])
    assert cached.encoded == 1


def test_a_store_gets_little_endian_rows() -> None:
    kept: dict[str, bytes] = {}

    class Store:
        def vectors(self, hashes: Sequence[str], signature: str) -> dict[str, bytes]:
            return {}

        def save_vectors(self, rows: Iterable[tuple[str, bytes]], signature: str) -> None:
            assert signature == "letters-1"
            kept.update(rows)

    row = Cached(Letters(), Store()).embed(["a"])[0]
    assert kept == {hashlib.sha256(b"a").hexdigest(): row.astype("<f4").tobytes()}


class Pieced(Letters):
    """One that also sketches each word of a text."""

    def sketched(self, texts: Sequence[str]) -> tuple[Vectors, list[Sketch]]:
        return self.encode(texts), [
            np.array([[len(word), 1] for word in text.split()], dtype=np.int8).reshape(-1, 2)
            for text in texts
        ]


def test_sketches_are_kept_and_bring_the_vectors() -> None:
    store = Memory()
    cached = Cached(Pieced(), store)
    texts = ["dân vận", "", "dân", "dân vận"]
    found = cached.sketches(texts)
    assert found is not None
    assert [each.tolist() for each in found] == [[[3, 1], [3, 1]], [], [[3, 1]], [[3, 1], [3, 1]]]
    assert cached.encoded == 3
    assert np.array_equal(cached.embed(texts), Letters().encode(texts))
    again = Cached(Pieced(), store)
    assert [each.tolist() for each in again.sketches(texts) or []] == [
        each.tolist() for each in found
    ]
    assert (cached.encoded, again.encoded) == (3, 0)


def test_a_text_whose_vector_alone_is_kept_is_encoded_for_its_sketch() -> None:
    cached = Cached(Pieced())
    cached.embed(["dân vận"])
    cached.sketches(["dân vận"])
    assert cached.encoded == 2


def test_an_encoder_without_sketches_gives_none() -> None:
    cached = Cached(Letters())
    assert cached.sketches(["dân vận"]) is None
    assert cached.encoded == 0


class Full(Memory):
    """A store that takes nothing after the first rows."""

    def save_vectors(self, rows: Iterable[tuple[str, bytes]], signature: str) -> None:
        if self._rows:
            raise InputError("vectors.sqlite: the disk is full")
        super().save_vectors(rows, signature)


def test_a_store_that_fails_is_done_without(caplog: pytest.LogCaptureFixture) -> None:
    store = Full()
    kept = Sparing(store)
    for key in ("a", "b", "c"):
        kept.save_vectors([(key, key.encode())], "toy")
    assert kept.vectors(["b", "c", "d"], "toy") == {"b": b"b", "c": b"c"}
    assert store.vectors(["a", "b"], "toy") == {"a": b"a"}
    assert caplog.messages == [
        "vectors are not kept for another run: vectors.sqlite: the disk is full"
    ]
