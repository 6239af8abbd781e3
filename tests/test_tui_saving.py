"""The process that saves: what it writes, what it tells, and what is read again for nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest
import reviews
from test_session import again, review, session, workspace

from glossary.errors import InputError
from glossary.model import Status
from glossary.termfile import load
from tui import reading
from tui.saving import Saver
from tui.session import Session

__all__ = ["review", "session", "workspace"]


@pytest.fixture
def saver(review: reviews.Review) -> Iterator[Saver]:
    made = Saver(review.terms, review.workspace)
    yield made
    made.close()


def test_another_process_writes_the_file_and_this_one_reads_nothing(
    session: Session, review: reviews.Review, saver: Saver, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.approve("dan-van")
    saved = saver.save()
    assert (saved.written, saved.held) == (2, 2)
    monkeypatch.setattr(reading, "termbase", None)  # reading would fail
    session.follow(saved)
    assert session.unsaved == 0
    assert not session.reload()
    assert load(review.terms) == session.termbase
    session.undo()
    assert session.termbase.by_id["dan-van"].preferred("th") is None
    session.follow(saver.save())
    assert load(review.terms) == session.termbase


def test_what_an_editor_wrote_meanwhile_is_kept_and_taken_in(
    session: Session, review: reviews.Review, saver: Saver
) -> None:
    session.approve("dan-van")
    text = review.terms.read_text("utf-8").replace("gloss: resolution", "gloss: a resolution")
    review.terms.write_text(text, "utf-8")
    session.follow(saver.save())
    assert session.termbase.by_id["nghi-quyet"].gloss == "resolution"
    assert session.reload()
    assert session.termbase.by_id["nghi-quyet"].gloss == "a resolution"
    assert load(review.terms) == session.termbase


def test_a_decision_made_while_the_file_is_written_is_not_lost(
    session: Session, review: reviews.Review, saver: Saver
) -> None:
    session.approve("dan-van")
    saved = saver.save()
    session.approve("mttq")  # before this process hears of the save
    session.follow(saved)
    assert session.unsaved == 2
    session.undo()
    term = session.termbase.by_id["dan-van"].preferred("th")
    assert term is not None
    assert session.termbase.by_id["mttq"].preferred("th") is None
    assert session.termbase == again(session).termbase


def test_what_stops_it_is_told_and_it_goes_on(
    session: Session, review: reviews.Review, saver: Saver
) -> None:
    session.approve("dan-van")
    review.terms.chmod(0o444)
    with pytest.raises(InputError, match=r"terms\.yaml: is read-only; make it writable"):
        saver.save()
    review.terms.chmod(0o644)
    good = review.terms.read_text("utf-8")
    review.terms.write_text(good + "  - [\n", "utf-8")
    with pytest.raises(InputError, match=r"terms\.yaml"):
        saver.save()
    review.terms.write_text(good, "utf-8")
    assert saver.save().written == 2


def test_one_that_was_killed_is_started_again(
    session: Session, review: reviews.Review, saver: Saver
) -> None:
    session.approve("dan-van")
    saver.start()
    assert saver._process is not None
    saver._process.kill()
    saver._process.wait()
    assert saver.save().written == 2
    assert load(review.terms) == session.termbase


def test_one_that_is_ended_while_it_writes_leaves_no_half_of_a_file(
    review: reviews.Review, saver: Saver
) -> None:
    folder = review.workspace.parent
    writes = folder / "writes"
    program = f"""
import os, pathlib, time
def fsync(handle):
    pathlib.Path({str(writes)!r}).touch()
    time.sleep(600)
os.fsync = fsync
from tui import saving
saving.main()
"""
    saver._command = [sys.executable, "-c", program, str(review.terms), str(review.workspace)]
    saver.start()
    deadline = time.monotonic() + 120
    while not writes.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert list(folder.glob(".*-terms.*"))
    saver.close()
    assert not list(folder.glob("*-terms*")) + list(folder.glob(".*-terms.*"))


def test_what_the_file_said_is_kept_until_it_says_something_else(review: reviews.Review) -> None:
    read = load(review.terms)
    assert reading.termbase(review.terms, review.workspace)[0] == read
    assert reading._kept(review.workspace, reading.digest(review.terms)) is None
    reading.keep(review.terms, review.workspace)
    kept = reading._kept(review.workspace, reading.digest(review.terms))
    assert kept == read
    assert kept is not None
    assert isinstance(kept.by_id["dan-van"].terms[0].status, Status)
    text = review.terms.read_text("utf-8").replace("gloss: resolution", "gloss: a resolution")
    review.terms.write_text(text, "utf-8")
    found, _ = reading.termbase(review.terms, review.workspace)
    assert found.by_id["nghi-quyet"].gloss == "a resolution"


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x94\xa1x\xa1x\x90\x81"], ids=repr)
def test_what_is_kept_and_damaged_is_read_again(review: reviews.Review, content: bytes) -> None:
    reading.keep(review.terms, review.workspace)
    review.workspace.with_name(f"{review.workspace.name}-terms").write_bytes(content)
    assert reading.termbase(review.terms, review.workspace)[0] == load(review.terms)


def test_what_another_state_of_the_program_kept_is_read_again(
    review: reviews.Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.keep(review.terms, review.workspace)
    digest = reading.digest(review.terms)
    assert reading._kept(review.workspace, digest) is not None
    monkeypatch.setattr(reading, "_program", lambda: "another")
    assert reading._kept(review.workspace, digest) is None
