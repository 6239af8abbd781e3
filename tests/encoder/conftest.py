"""The embedded encoder, loaded once for all of its tests."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from aligner.e5.fast import FastE5
from aligner.e5.weights import Weights, bundled


@pytest.fixture(scope="session")
def weights() -> Weights:
    return Weights(bundled())


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the conversion after the first use, one for all processes of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "encoder"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def e5(cache: Path) -> FastE5:
    with cache.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # while one process converts, the others wait
        return FastE5(1, cache=cache)
