"""What several tests share."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rich.cells
from programs import Run
from rich.segment import Segment

from tui import cells

if TYPE_CHECKING:
    from remembering import Load

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def widths() -> Iterator[None]:
    """Rich measures after a test as before it, whatever a command or a review installed."""

    def installed() -> tuple[Any, ...]:
        whole = Segment.__dict__["_split_cells"]
        return rich.cells._cell_len, rich.cells.split_graphemes, whole, cells.HABITS

    before = installed()
    yield
    if installed() != before:
        rich.cells._cell_len, rich.cells.split_graphemes, whole, cells.HABITS = before
        Segment._split_cells = whole  # type: ignore[method-assign]
        rich.cells.cached_cell_len.cache_clear()


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


@pytest.fixture(scope="session")
def load() -> Load:
    """Loads an encoder that commands of all tests share."""
    from remembering import loading

    return loading()


@pytest.fixture
def run(tmp_path: Path, vectors: Path, load: Load, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in an empty folder."""
    from typer.testing import CliRunner, Result

    from aligner import deferred
    from thuatngu import engine
    from thuatngu.cli import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(deferred, "load", load)
    monkeypatch.setattr(engine, "vectors", lambda: vectors)

    def invoke(line: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(app, shlex.split(line), input=stdin)

    return invoke
