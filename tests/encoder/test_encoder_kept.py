"""What the encoder keeps in a cache: made once, never wrong, and made anew when damaged."""

from __future__ import annotations

import importlib.util
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from aligner.e5 import conversion, graph
from aligner.e5.fast import FastE5
from aligner.e5.weights import Weights

if importlib.util.find_spec("openvino") is None:  # importing it whole would report that
    pytest.skip("openvino is not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def exported(e5: FastE5, cache: Path, weights: Weights) -> bytes:
    """The network as it was compiled: one that was imported is not exported whole."""
    return conversion.unpacked(conversion.network_place(weights, cache, eight_bits=True))[0]


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
    texts = ["Đảng", "การระดมมวลชน", "जन आंदोलन", ""]
    assert np.array_equal(FastE5(1, cache=cache).encode(texts), e5.encode(texts))


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
    exported: bytes,
    weights: Weights,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    place = conversion.network_place(weights, tmp_path, eight_bits=True)
    place.write_bytes(damage(conversion.packed([exported])))
    monkeypatch.setattr(graph, "built", lambda *_, **__: None)
    monkeypatch.setattr(graph, "compiled", lambda *_, **__: e5._network)
    monkeypatch.setattr(graph.Compiled, "exported", lambda _: exported)
    with caplog.at_level(logging.WARNING):
        assert conversion.network(weights, 1, tmp_path, eight_bits=True) is e5._network
    (message,) = caplog.messages
    assert message.startswith(f"{place}: compiling the encoder again, as it cannot be read: ")
    caplog.clear()
    assert conversion.network(weights, 1, tmp_path, eight_bits=True) is not e5._network
    assert caplog.messages == []
    assert list(tmp_path.iterdir()) == [place]


def test_a_network_of_another_processor_is_compiled_anew(exported: bytes, tmp_path: Path) -> None:
    """The runtime refuses it by itself, should two processors have one name."""
    code = (
        "import sys; from pathlib import Path; from aligner.e5 import graph\n"
        "try: graph.imported(Path(sys.argv[1]).read_bytes(), 1, eight_bits=True)\n"
        "except RuntimeError: print('refused')\n"
    )
    file = tmp_path / "network"
    file.write_bytes(exported)
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


CONVERTING = """
import sys, time
from pathlib import Path
from aligner.e5 import conversion, graph
from aligner.e5.fast import FastE5
from aligner.e5.weights import Weights, bundled
good, cache, here, other = map(Path, sys.argv[1:])
weights = Weights(bundled())
known = conversion.kept(weights, good)
network = conversion.network(weights, 1, good, eight_bits=True)
(exported,) = conversion.unpacked(conversion.network_place(weights, good, eight_bits=True))
def converted(weights):
    here.touch()
    while not other.exists():
        time.sleep(0.001)
    return known
conversion.converted = converted
graph.built = lambda *_, **__: None
graph.compiled = lambda *_, **__: network
graph.Compiled.exported = lambda self: exported
print(FastE5(1, cache=cache).encode(["dân vận"]).tobytes().hex())
"""
"""Ends converting when another process does."""


def test_two_processes_may_convert_at_once(e5: FastE5, cache: Path, tmp_path: Path) -> None:
    places = [str(tmp_path / name) for name in ("one", "other")]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", CONVERTING, cache, tmp_path / "cache", *order],
            stdout=subprocess.PIPE,
        )
        for order in (places, places[::-1])
    ]
    expected = e5.encode(["dân vận"]).tobytes().hex() + "\n"
    for process in processes:
        out, _ = process.communicate()
        assert process.returncode == 0
        assert out.decode() == expected
    assert len(list((tmp_path / "cache").iterdir())) == 2
