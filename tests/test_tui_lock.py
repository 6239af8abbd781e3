"""The lock of those who save: one at a time, and never left behind."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path

import pytest

from glossary.errors import InputError
from tui.lock import held


def hold_and_be_killed(path: Path, told: str) -> None:
    with held(path):
        Path(told).touch()
        while True:
            pass


def test_a_second_holder_is_told_that_another_saves(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with held(path), pytest.raises(InputError) as error, held(path, seconds=0.05):
        pass
    assert str(error.value) == f"{path}: another program is saving; try again when it is done"
    with held(path, seconds=0.0):
        pass


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    path, told = tmp_path / "lock", tmp_path / "told"
    worker = get_context("forkserver").Process(target=hold_and_be_killed, args=(path, str(told)))
    worker.start()
    while not told.exists():
        pass
    worker.kill()
    worker.join()
    with held(path, seconds=1.0):
        pass


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"), held(tmp_path / "no" / "lock"):
        pass
