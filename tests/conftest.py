"""What several tests share."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from programs import Run

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real articles and hand labels that are not part of the project; absent on most machines."""
    folder = Path(os.environ.get("THUATNGU_SHARED", ROOT.parent / "shared"))
    if not (folder / "seeds").is_dir():
        pytest.skip(f"no real articles at {folder} (set THUATNGU_SHARED to their folder)")
    return folder


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that stands for the one in the user's cache."""
    return tmp_path_factory.mktemp("cache") / "vectors.sqlite"


@pytest.fixture
def run(tmp_path: Path, vectors: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in an empty folder."""
    from typer.testing import CliRunner, Result

    from thuatngu import engine
    from thuatngu.cli import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(engine, "vectors", lambda: vectors)

    def invoke(line: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(app, shlex.split(line), input=stdin)

    return invoke
