"""The embedded encoder, loaded once for all of its tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.e5.fast import FastE5
from aligner.e5.weights import Weights, bundled


@pytest.fixture(scope="session")
def weights() -> Weights:
    return Weights(bundled())


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the conversion after the first use."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def e5(cache: Path) -> FastE5:
    return FastE5(2, cache=cache)
