"""Several programs on one workspace: none loses what another was told is kept."""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from workspaces import decision

from aligner.workspace import Workspace
from glossary.errors import InputError

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["aligner.workspace"])


def test_threads_share_a_workspace(workspace: Workspace) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: workspace.append(decision(number)), range(200)))
        counts = list(pool.map(lambda _: len(workspace.decisions()), range(20)))
    assert counts == [200] * 20


def append_many(path: Path, name: str, count: int, acknowledged: Connection) -> None:
    with Workspace.open(path, timeout=60) as workspace:
        for number in range(count):
            made = decision(number, id=f"{name}-{number}")
            workspace.append(made)
            acknowledged.send(made.id)


def started(path: Path, name: str, count: int) -> tuple[BaseProcess, Connection]:
    ours, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=append_many, args=(path, name, count, theirs))
    process.start()
    theirs.close()
    return process, ours


def received(pipe: Connection) -> Iterator[str]:
    with pipe, contextlib.suppress(EOFError, OSError):
        while True:
            yield pipe.recv()


def test_two_processes_lose_no_decision(path: Path) -> None:
    pipes = [started(path, name, 60)[1] for name in ("one", "two")]
    acknowledged = [id_ for pipe in pipes for id_ in received(pipe)]
    with Workspace.open(path) as workspace:
        assert sorted(made.id for made in workspace.decisions()) == sorted(acknowledged)
    assert len(acknowledged) == 120


def test_a_killed_process_loses_no_decision_that_it_acknowledged(path: Path) -> None:
    draw = random.Random(7)
    acknowledged: list[str] = []
    for run in range(20):
        process, pipe = started(path, str(run), 100_000)
        acknowledged.append(pipe.recv())
        time.sleep(draw.uniform(0, 0.03))
        process.kill()
        acknowledged += received(pipe)
        process.join()
    with Workspace.open(path) as workspace:
        workspace.verify()
        kept = {made.id for made in workspace.decisions()}
    assert set(acknowledged) <= kept
    assert len(kept) - len(acknowledged) <= 20


def test_programs_that_start_at_once_make_one_workspace(path: Path) -> None:
    pipes = [started(path, str(run), 1)[1] for run in range(6)]
    acknowledged = [id_ for pipe in pipes for id_ in received(pipe)]
    with Workspace.open(path) as workspace:
        assert sorted(made.id for made in workspace.decisions()) == sorted(acknowledged)
    assert len(acknowledged) == 6


def held(path: Path) -> sqlite3.Connection:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_a_locked_workspace_is_told(path: Path) -> None:
    with Workspace.open(path, timeout=0.05) as workspace:
        other = held(path)
        with pytest.raises(InputError) as told:
            workspace.append(decision(1))
        other.execute("ROLLBACK")
        other.close()
        assert str(told.value) == (
            f"{path}: is in use by another program; close it there, or try again later"
        )
        workspace.append(decision(1))
        assert len(workspace.decisions()) == 1


def test_a_write_waits_for_another_program(path: Path) -> None:
    with Workspace.open(path, timeout=10) as workspace:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.1, lambda: other.execute("ROLLBACK"))
        release.start()
        workspace.append(decision(1))
        release.join()
        other.close()
        assert len(workspace.decisions()) == 1
