"""What is no workspace, or damaged, full or not to be written: one line, and nothing is lost."""

from __future__ import annotations

import os
import random
import sqlite3
from pathlib import Path

import pytest
from workspaces import decision, document, rendering

from aligner.inventory import Counts
from aligner.model import (
    Bead,
    Bitext,
    Mode,
    Occurrence,
)
from aligner.workspace import Workspace
from glossary.errors import InputError


def write_other_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()


def write_newer_version(path: Path) -> None:
    Workspace.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(
            lambda path: path.write_bytes(b"not a database" * 100),
            "is no workspace, or a damaged one; move it away, or name another file",
            id="another-format",
        ),
        pytest.param(
            write_other_program,
            "an SQLite file of another program; name another file for the workspace",
            id="another-program",
        ),
        pytest.param(
            write_newer_version,
            "a workspace of version 99, and this program writes version 1; "
            "'thuatngu add' the corpus to a new workspace",
            id="another-version",
        ),
        pytest.param(
            lambda path: path.mkdir(),
            "is a folder; name a file for the workspace",
            id="folder",
        ),
    ],
)
def test_what_is_no_workspace_is_told(path: Path, make: object, message: str) -> None:
    make(path)  # type: ignore[operator]
    with pytest.raises(InputError) as told:
        Workspace.open(path)
    assert str(told.value) == f"{path}: {message}"


def test_an_empty_file_becomes_a_workspace(path: Path) -> None:
    path.touch()
    with Workspace.open(path) as workspace:
        assert workspace.counts() == Counts()


def test_a_missing_workspace_is_made_only_when_asked(path: Path) -> None:
    with pytest.raises(InputError) as told:
        Workspace.open(path, create=False)
    assert str(told.value) == f"{path}: no workspace here; make one with 'thuatngu add PATH'"
    nowhere = path.parent / "nowhere" / "w"
    with pytest.raises(InputError) as told:
        Workspace.open(nowhere)
    assert str(told.value) == f"{nowhere}: the folder '{nowhere.parent}' does not exist; make it"


def test_a_damaged_workspace_is_told(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.add(document(f"trang {number} " * 50) for number in range(200))
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 40_000 + whole[48_192:])

    def read() -> None:
        with Workspace.open(path) as workspace:
            workspace.verify()
            workspace.documents()

    with pytest.raises(InputError, match="the workspace is damaged; move it away"):
        read()


def test_a_full_disk_is_told_and_keeps_what_was_there(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.append(decision(1))
        pages = workspace._pragma("page_count")
        workspace._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(InputError) as told:
            workspace.add(document(f"trang {number} " * 500) for number in range(200))
        assert str(told.value) == (
            f"{path}: the disk is full and the last step was not kept; make room and repeat it"
        )
        assert workspace.decisions() == (decision(1),)
        workspace.verify()


def test_a_workspace_that_cannot_be_written_is_told(workspace: Workspace, path: Path) -> None:
    workspace._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(InputError) as told:
        workspace.append(decision(1))
    assert str(told.value) == (
        f"{path}: the workspace can't be written; change the permissions of the file and its "
        "folder, or copy it elsewhere"
    )


def test_a_file_with_wrong_bytes_is_told_or_read(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        pages = [document(f"trang {number} " * 30) for number in range(40)]
        workspace.add(pages)
        for page in pages:
            bead = Bead((0,), (0,), 0.5)
            workspace.save_bitext(Bitext(pages[0].id, page.id, Mode.PARALLEL, (bead,), "x"))
        occurrences = (Occurrence(pages[0].id, 0, 5),)
        workspace.save_renderings(
            "x", [rendering("a", "th", rank, evidence=occurrences) for rank in range(100)]
        )
        workspace.append(*map(decision, range(100)))
    whole = path.read_bytes()
    draw = random.Random(5)
    told: list[str] = []
    for run in range(60):
        wrong = bytearray(whole)
        for _ in range(20):
            wrong[draw.randrange(100, len(wrong))] = draw.randrange(256)
        other = tmp_path / f"wrong-{run}"
        other.write_bytes(wrong if run % 2 else wrong[: draw.randrange(len(wrong))])
        try:
            with Workspace.open(other) as workspace:
                workspace.documents()
                workspace.bitexts()
                workspace.renderings()
                workspace.decisions()
                workspace.counts()
        except InputError as error:
            told.append(str(error))
    assert len(told) > 40
    assert not any("\n" in message for message in told)


@pytest.fixture
def closed(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a document and a decision, in a folder that this program may not write."""
    with Workspace.open(path) as workspace:
        workspace.add([document("một")])
        workspace.append(decision(1))
    for beside in path.parent.glob("*-???"):
        beside.unlink()
    _close(monkeypatch)
    return path


def _close(monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions do not bind root, so they are told as they would be to others."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda at, mode: mode != os.W_OK and access(at, mode))


def test_a_workspace_that_cannot_be_written_is_read(closed: Path) -> None:
    with Workspace.open(closed) as workspace:
        assert [found.name for found in workspace.documents()] == ["một.txt"]
        assert workspace.decisions() == (decision(1),)
        assert workspace.counts().decisions == 1
        workspace.verify()
    assert [each.name for each in closed.parent.iterdir()] == [closed.name]


def test_what_writes_to_it_says_so(closed: Path) -> None:
    before = closed.read_bytes()
    with Workspace.open(closed) as workspace:
        for write in (
            lambda: workspace.append(decision(2)),
            lambda: workspace.add([document("hai")]),
            lambda: workspace.set_meta("a", "b"),
        ):
            with pytest.raises(InputError) as caught:
                write()
            assert str(caught.value) == (
                f"{closed}: the workspace can't be written; change the permissions of the "
                "file and its folder, or copy it elsewhere"
            )
    assert closed.read_bytes() == before


def test_what_waits_beside_it_is_read_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace.open(path) as writer:
        writer.append(decision(1))
        assert path.with_name(f"{path.name}-wal").stat().st_size
        _close(monkeypatch)
        with Workspace.open(path) as reader:
            assert reader.decisions() == (decision(1),)


def test_a_folder_without_write_permission(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.append(decision(1))
    path.parent.chmod(0o555)
    try:
        if os.access(path.parent, os.W_OK):
            pytest.skip("permissions do not bind this user")
        with Workspace.open(path) as workspace:
            assert workspace.decisions() == (decision(1),)
    finally:
        path.parent.chmod(0o755)


def test_an_empty_file_that_cannot_be_written_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.touch()
    _close(monkeypatch)
    with pytest.raises(InputError) as caught:
        Workspace.open(path)
    assert str(caught.value) == (
        f"{path}: is empty and can't be written; change the permissions of the file and its folder"
    )
