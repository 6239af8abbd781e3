"""Trouble with the termbase file, and other programs at work on it."""

from __future__ import annotations

import gc
import weakref

import pytest
import reviews
from test_tui_app import Opening, opening, review, until

from glossary.decision import Action
from glossary.errors import InputError
from glossary.model import Status
from tui.session import Session

__all__ = ["opening", "review"]


async def test_a_read_only_termbase_is_told_and_loses_nothing(
    opening: Opening, review: reviews.Review
) -> None:
    review.terms.chmod(0o444)
    async with opening() as mai:
        await mai.press("enter", "f4")
        await until(mai, lambda: "is read-only" in mai.message)
        assert "NOT SAVED" in mai.shown()
        review.terms.chmod(0o644)
        await mai.press("f4")
        await until(mai, lambda: not mai.session.unsaved)
        assert "NOT SAVED" not in mai.shown()
    assert review.termbase.by_id["dan-van"].preferred("th") is not None


async def test_leaving_unsaved_takes_a_second_q(opening: Opening, review: reviews.Review) -> None:
    review.terms.chmod(0o444)
    async with opening() as mai:
        await mai.press("enter", "q")
        await until(mai, lambda: "q again leaves" in mai.message)
        await mai.press("q")
    assert mai.app.return_value is not None
    assert mai.app.return_value.unsaved == 2
    with review.open() as workspace:
        assert Session(review.terms, workspace, "Mai").unsaved == 2


async def test_a_decision_that_cannot_be_kept_is_told_and_not_shown(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opening() as mai:

        def full(*_: object) -> None:
            raise InputError("workspace.sqlite: the disk is full")

        monkeypatch.setattr(mai.session.workspace, "append", full)
        await mai.press("enter")
        assert "the disk is full" in mai.message
        assert (mai.concept, mai.session.undoable) == ("dan-van", 0)
        monkeypatch.undo()
        await mai.press("enter")
        assert mai.concept == "mttq"


async def test_garbage_is_looked_for_when_nobody_types(opening: Opening) -> None:
    class Knot:
        """Refers to itself."""

    async with opening() as mai:
        await until(mai, lambda: mai.desk.painted)
        gc.disable()
        try:
            knot = Knot()
            knot.itself = knot  # type: ignore[attr-defined]
            gone = weakref.ref(knot)
            made = [[n] for n in range(2000)]
            del knot
            mai.desk._tidy()
            assert gone() is None
            assert len(made) == 2000
        finally:
            gc.unfreeze()
            gc.enable()


async def test_a_termbase_edited_meanwhile_is_read_again(
    opening: Opening, review: reviews.Review
) -> None:
    async with opening() as mai:
        await mai.press("4")
        text = review.terms.read_text("utf-8").replace("gloss: mass", "gloss: MASS")
        review.terms.write_text(text, "utf-8")
        await until(mai, lambda: "MASS mobilization" in mai.shown())
        assert mai.status("dan-van", "जन आंदोलन") is Status.PREFERRED
        assert "was changed and is read again" in mai.message


async def test_a_colleagues_decisions_come_in(opening: Opening, review: reviews.Review) -> None:
    async with opening() as mai:
        with review.open() as other:
            Session(review.terms, other, "Lan").decide(Action.NOTE, "dan-van", text="seen")
        await until(mai, lambda: "note: seen" in mai.shown())
        assert mai.message == "1 decision by Lan came in"
