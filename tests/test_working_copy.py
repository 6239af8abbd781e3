"""Between the log and the termbase file: saved, edited meanwhile, and never lost."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import reviews
from test_session import again, review, session, workspace

from aligner.workspace import Workspace
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.termfile import load
from tui.page import State
from tui.session import Session

__all__ = ["review", "session", "workspace"]


def test_saving_keeps_comments_unknown_fields_and_what_an_editor_changed(
    session: Session, review: reviews.Review
) -> None:
    session.approve("dan-van")
    edited = review.terms.read_text("utf-8").replace("gloss: resolution", "gloss: a resolution")
    review.terms.write_text(edited + "# at the end\n", "utf-8")
    assert session.save() == 2
    text = review.terms.read_text("utf-8")
    for kept in ("# our glossary", "# to be decided", "unknown: kept", "# at the end"):
        assert kept in text
    assert session.termbase.by_id["nghi-quyet"].gloss == "a resolution"
    assert load(review.terms) == session.termbase
    assert session.save() == 0


def test_an_editors_change_is_noticed(session: Session, review: reviews.Review) -> None:
    session.approve("dan-van")
    assert not session.reload()
    text = review.terms.read_text("utf-8").replace("gloss: resolution", "gloss: a resolution")
    review.terms.write_text(text, "utf-8")
    assert session.reload()
    assert session.termbase.by_id["nghi-quyet"].gloss == "a resolution"
    assert session.item("dan-van").state is State.DECIDED
    assert not session.reload()


def test_ones_own_saving_is_no_editors_change(session: Session) -> None:
    session.approve("dan-van")
    session.save()
    assert not session.reload()


def test_a_concept_that_an_editor_took_out_stays_out(
    session: Session, review: reviews.Review
) -> None:
    session.approve("nghi-quyet")
    text = review.terms.read_text("utf-8")
    review.terms.write_text(text[: text.index("  - id: nghi-quyet")], "utf-8")
    session.save()
    assert "nghi-quyet" not in session.termbase.by_id
    assert session.undo() != ()
    assert "nghi-quyet" not in session.termbase.by_id


def test_a_file_that_cannot_be_read_loses_no_decision(
    session: Session, review: reviews.Review
) -> None:
    session.approve("dan-van")
    good = review.terms.read_text("utf-8")
    review.terms.write_text(good + "  - [\n", "utf-8")
    for act in (session.save, session.reload):
        with pytest.raises(InputError, match=r"terms\.yaml"):
            act()
    assert session.unsaved == 2
    session.approve("mttq")
    review.terms.write_text(good, "utf-8")
    assert session.save() == 4
    assert load(review.terms) == session.termbase


@pytest.mark.parametrize("stopped_by", ["file", "folder"])
def test_a_termbase_that_must_not_be_written_is_not_written(
    session: Session, review: reviews.Review, stopped_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.approve("dan-van")
    before = review.terms.read_bytes()
    if stopped_by == "file":
        review.terms.chmod(0o444)
        message = "terms.yaml: is read-only; make it writable"
    else:

        def full(*_: object, **__: object) -> tuple[int, str]:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("tempfile.mkstemp", full)
        message = "terms.yaml: cannot be written .No space left on device"
    with pytest.raises(InputError, match=message):
        session.save()
    assert review.terms.read_bytes() == before
    assert session.unsaved == 2
    monkeypatch.undo()
    review.terms.chmod(0o644)
    assert session.save() == 2


def test_a_full_disk_keeps_no_half_decision(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = session.termbase

    def full(*_: Decision) -> None:
        raise InputError("workspace.sqlite: the disk is full")

    monkeypatch.setattr(session.workspace, "append", full)
    with pytest.raises(InputError, match="the disk is full"):
        session.approve("dan-van")
    monkeypatch.undo()
    assert (session.termbase, session.undoable) == (start, 0)
    assert session.approve("dan-van")


def test_two_programs_on_one_workspace_see_and_save_each_others_decisions(
    session: Session, review: reviews.Review
) -> None:
    with review.open() as other:
        lan = Session(review.terms, other, "Lan")
        session.approve("dan-van")
        lan.approve("mttq")
        assert [d.concept for d in session.refresh()] == ["mttq", "mttq"]
        assert lan.save() == 4
        assert session.save() == 0
        session.decide(Action.NOTE, "mttq", text="ask")
        session.save()
        assert not session.reload()
        assert lan.reload()
        assert lan.termbase == session.termbase == load(review.terms)
        assert (lan.unsaved, session.unsaved) == (0, 0)


def test_deciding_goes_on_while_another_thread_saves(
    session: Session, review: reviews.Review
) -> None:
    stop = threading.Event()
    failed: list[BaseException] = []

    def save() -> None:
        try:
            while not stop.is_set():
                session.save()
        except BaseException as error:
            failed.append(error)
            raise

    thread = threading.Thread(target=save)
    thread.start()
    for number in range(40):
        session.decide(Action.NOTE, "mttq", text=f"note {number}")
        if number % 3 == 0:
            session.undo()
    stop.set()
    thread.join()
    assert not failed
    session.save()
    assert load(review.terms) == session.termbase == again(session).termbase


def decide_and_save(folder: Path, reviewer: str, number: int) -> None:
    """What each of two programs does at the same time."""
    with Workspace.open(folder / "workspace.sqlite") as workspace:
        session = Session(folder / "terms.yaml", workspace, reviewer)
        for n in range(number):
            session.decide(Action.ADMIT, "mttq", "th", f"{reviewer}-{n}")
            if n % 4 == 3:
                session.save()
        session.save()


def test_two_processes_lose_nothing_of_each_other(review: reviews.Review) -> None:
    context = get_context("forkserver")
    context.set_forkserver_preload(["tui.session"])
    workers = [
        context.Process(target=decide_and_save, args=(review.terms.parent, name, 16))
        for name in ("Mai", "Lan")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    texts = {term.text for term in review.termbase.by_id["mttq"].terms}
    assert texts >= {f"{name}-{n}" for name in ("Mai", "Lan") for n in range(16)}


def acknowledge(folder: Path, pipe: Connection) -> None:
    """Decides and saves until killed, and tells of each decision when it has returned."""
    with Workspace.open(folder / "workspace.sqlite") as workspace:
        session = Session(folder / "terms.yaml", workspace, "Mai")
        saving = threading.Thread(target=save_for_ever, args=(session,), daemon=True)
        saving.start()
        for n in range(10_000):
            made = session.decide(Action.ADMIT, "mttq", "th", f"{os.getpid()}-{n}")
            pipe.send((made.id, made.text))


def save_for_ever(session: Session) -> None:
    while True:
        session.save()


def test_a_killed_program_loses_no_decision_that_it_told_of(review: reviews.Review) -> None:
    context = get_context("forkserver")
    context.set_forkserver_preload(["tui.session"])
    draw = random.Random(7)
    told: set[tuple[str, str]] = set()
    for _ in range(20):
        mine, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=acknowledge, args=(review.terms.parent, theirs))
        worker.start()
        theirs.close()
        told.add(mine.recv())
        time.sleep(draw.random() * 0.05)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        while mine.poll():
            try:
                told.add(mine.recv())
            except EOFError:
                break
        load(review.terms)  # old or new, never half
    with review.open() as workspace:
        workspace.verify()
        assert {d.id for d in workspace.decisions()} >= {id_ for id_, _ in told}
        Session(review.terms, workspace, "Mai").save()
    texts = {term.text for term in review.termbase.by_id["mttq"].terms}
    assert texts >= {text for _, text in told}
