from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from aligner.inventory import Counts, Tally
from aligner.model import (
    Bead,
    Bitext,
    Boilerplate,
    Document,
    Mark,
    Mode,
    Occurrence,
    Reason,
    Rendering,
    Segment,
    document_id,
)
from aligner.workspace import Workspace
from glossary.decision import Action, Decision
from glossary.errors import InputError


def document(text: str, lang: str = "vi", name: str = "", **fields: object) -> Document:
    made = Document(document_id(lang, "", text), name or f"{text}.txt", lang, text)
    return replace(made, **fields)  # type: ignore[arg-type]


def decision(number: int, concept: str = "dan-van", id: str = "") -> Decision:  # noqa: A002
    return Decision(
        id or f"d{number}", "2025-01-02T03:04:05Z", "An", Action.PREFER, concept, "th", "ระดมมวลชน"
    )


def rendering(concept: str, lang: str, rank: int, **fields: object) -> Rendering:
    made = Rendering(concept, lang, f"{concept}-{rank}", "new", 3, 2, 0.5, rank)
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workspace.sqlite"


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    with Workspace.open(path) as opened:
        yield opened


def test_a_document_comes_back_as_it_was_added(workspace: Workspace, path: Path) -> None:
    page = document(
        "Hội nghị tổng kết. Ông A nói.\nLâm Anh",
        url="https://example.org/vi/hoi-nghi",
        slug="hoi-nghi",
        published="2024-06-26",
        marks=(Mark(30, 37, Boilerplate.BYLINE),),
    )
    workspace.add([page])
    with Workspace.open(path) as again:
        assert again.document(page.id) == page
        assert again.documents() == (page,)
        assert again.segments(page.id) == (
            Segment(0, 18),
            Segment(19, 29),
            Segment(30, 37, Boilerplate.BYLINE),
        )


def test_units_of_a_file_are_its_segments(workspace: Workspace) -> None:
    pairs = document("Một. Hai.\nBa", units=(Segment(0, 9), Segment(10, 12)))
    workspace.add([pairs])
    assert workspace.segments(pairs.id) == pairs.units
    assert workspace.document(pairs.id) == pairs


def test_adding_twice_changes_nothing(workspace: Workspace) -> None:
    pages = [document("một"), document("สอง", "th")]
    first = workspace.add(pages)
    before = workspace.counts(), workspace.corpus(), workspace.documents()
    second = workspace.add(pages)
    assert (first.new, first.known) == (tuple(page.id for page in pages), ())
    assert (second.new, second.known) == ((), tuple(page.id for page in pages))
    assert before == (workspace.counts(), workspace.corpus(), workspace.documents())


def test_a_changed_file_replaces_its_former_text_and_what_rests_on_it(
    workspace: Workspace,
) -> None:
    old, other = document("cũ", name="a.txt"), document("อื่น", "th", "b.txt")
    workspace.add([old, other])
    workspace.save_bitext(Bitext(old.id, other.id, Mode.PARALLEL, (Bead((0,), (0,), 1.0),), "x"))
    workspace.save_renderings(
        "x",
        [
            rendering("a", "th", 1, evidence=(Occurrence(other.id, 0, 2),)),
            rendering("a", "vi", 1, evidence=(Occurrence(old.id, 0, 2),)),
        ],
    )
    new = document("mới", name="a.txt")
    added = workspace.add([new])
    assert (added.new, added.dropped) == ((new.id,), (old.id,))
    assert workspace.documents() == tuple(sorted((new, other), key=lambda page: page.id))
    assert workspace.bitexts() == ()
    assert [row.lang for row in workspace.renderings()] == ["th"]
    assert workspace.tallies() == (Tally("a", "th", 1, 3),)
    assert workspace.counts().stale


def test_a_text_that_another_file_still_holds_stays(workspace: Workspace) -> None:
    workspace.add([document("cũ", name="a.txt"), document("cũ", name="b.txt")])
    added = workspace.add([document("mới", name="a.txt")])
    assert added.dropped == ()
    assert len(workspace.documents()) == 2


def test_an_interrupted_add_keeps_what_was_read_and_the_workspace(path: Path) -> None:
    def pages() -> Iterator[Document]:
        for number in range(1200):
            yield document(f"trang {number}")
        raise KeyboardInterrupt

    with Workspace.open(path) as workspace, pytest.raises(KeyboardInterrupt):
        workspace.add(pages())
    with Workspace.open(path) as workspace:
        workspace.verify()
        assert workspace.counts().documents == {"vi": 1000}
        assert len(workspace.add(document(f"trang {n}") for n in range(1200)).new) == 200


def test_an_unknown_document_is_a_key_error(workspace: Workspace) -> None:
    with pytest.raises(KeyError, match="0123"):
        workspace.document("0123")
    with pytest.raises(KeyError, match="0123"):
        workspace.segments("0123")


def test_bitexts_come_back_sorted_and_a_new_one_replaces(workspace: Workspace) -> None:
    beads = (Bead((0, 1), (0,), 0.1 + 0.2), Bead((), (1,), 0.5), Bead((2,), (), 1.0))
    one, two = (Bitext(source, "c", Mode.COMPARABLE, beads, "s1") for source in "ab")
    workspace.save_bitext(two)
    workspace.save_bitext(one)
    assert workspace.bitexts() == (one, two)
    assert workspace.bitexts("a") == (one,)
    newer = replace(one, signature="s2", mode=Mode.PARALLEL)
    workspace.save_bitext(newer)
    assert workspace.bitext("a", "c") == newer
    assert workspace.bitext("c", "a") is None
    assert workspace.bitext_signatures() == {("a", "c"): "s2", ("b", "c"): "s1"}


def test_vectors_come_back_as_they_were_kept(workspace: Workspace) -> None:
    rows = {f"{number:064x}": bytes([number % 256]) * 32 for number in range(1200)}
    workspace.save_vectors(rows.items(), "e5")
    some = list(rows)[::-1]
    assert workspace.vectors([*some, some[0], "f" * 64], "e5") == rows
    assert workspace.vectors(some, "another") == {}
    workspace.save_vectors([(some[0], b"other")], "e5")
    assert workspace.vectors(some[:1], "e5") == {some[0]: rows[some[0]]}


def test_renderings_are_paged_in_order(workspace: Workspace) -> None:
    rows = [
        rendering(
            concept,
            lang,
            rank,
            reasons=(Reason("slug", 1.5, "in 2 slugs"),),
            alternatives=("ก", "ข"),
            evidence=tuple(Occurrence("d", at, at + 2) for at in range(rank)),
        )
        for concept in ("a", "b")
        for lang in ("hi", "th")
        for rank in (1, 2, 3)
    ]
    workspace.save_renderings("miner|1", reversed(rows))
    assert workspace.renderings() == tuple(rows)
    assert workspace.renderings("b", "th") == tuple(rows[9:])
    assert workspace.renderings(lang="hi", limit=2, offset=2) == (rows[2], rows[6])
    assert [len(row.evidence) for row in workspace.renderings("a", "hi", evidence=2)] == [1, 2, 2]
    assert workspace.meta("renderings") == "miner|1"
    assert [tally.renderings for tally in workspace.tallies()] == [3, 3, 3, 3]
    workspace.save_renderings("miner|2", rows[:1])
    assert workspace.renderings() == tuple(rows[:1])


def test_decisions_are_a_log(workspace: Workspace) -> None:
    log = [decision(2), decision(1, "mat-tran"), decision(3)]
    for entry in log:
        workspace.append(entry)
    workspace.append(log[0], decision(4))
    log.append(decision(4))
    assert workspace.decisions() == tuple(log)
    assert workspace.decisions("mat-tran") == (log[1],)
    assert workspace.decisions(after=2) == tuple(log[2:])
    assert workspace.counts().decisions == 4


def test_a_failed_transaction_keeps_nothing(workspace: Workspace) -> None:
    def half_done() -> None:
        with workspace.transaction():
            workspace.append(decision(1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert workspace.decisions() == ()


def test_counts(workspace: Workspace) -> None:
    assert workspace.counts() == Counts()
    workspace.add([document("Một. Hai."), document("स्रोत", "hi")])
    workspace.save_vectors([("a", b"1"), ("b", b"2")], "e5")
    workspace.save_renderings("x", [rendering("a", "th", 1)])
    workspace.append(decision(1))
    assert workspace.counts() == Counts({"hi": 1, "vi": 1}, 3, 0, 2, 1, 1, False)


def test_threads_share_a_workspace(workspace: Workspace) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: workspace.append(decision(number)), range(200)))
        counts = list(pool.map(lambda _: len(workspace.decisions()), range(20)))
    assert counts == [200] * 20


PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["aligner.workspace"])


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


def test_decisions_are_synced(workspace: Workspace) -> None:
    assert workspace._pragma("journal_mode") == "wal"
    assert workspace._pragma("synchronous") == 2


@pytest.mark.parametrize(
    ("rows", "listed", "repair"),
    [
        pytest.param([("new", 9)], 0, 0.0, id="nothing-is-listed"),
        pytest.param([("proposed", 8), ("new", 9)], 8, 0.0, id="one-rendering-is-consistent"),
        pytest.param([("proposed", 5), ("admitted", 5)], 10, 5.0, id="two-in-equal-shares"),
        pytest.param(
            [("preferred", 6), ("deprecated", 2)], 8, 5.0, id="deprecated-ones-come-on-top"
        ),
    ],
)
def test_a_tally_says_how_much_a_decision_may_repair(
    workspace: Workspace, rows: list[tuple[str, int]], listed: int, repair: float
) -> None:
    workspace.save_renderings(
        "x",
        [
            rendering("a", "th", rank, status=status, count=count)
            for rank, (status, count) in enumerate(rows, 1)
        ],
    )
    (tally,) = workspace.tallies()
    assert (tally.listed, tally.repair) == (listed, repair)


def test_opening_a_workspace_waits_for_no_numpy(path: Path) -> None:
    code = (
        "import sys; from aligner.workspace import Workspace\n"
        f"with Workspace.open({str(path)!r}) as w: w.renderings(); w.decisions()\n"
        "print(sorted({'numpy', 'regex', 'aligner.segment'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


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
