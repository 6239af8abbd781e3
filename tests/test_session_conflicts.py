"""What a merge left in two versions, settled without a screen."""

from __future__ import annotations

import pytest
import reviews
from test_session import again, review, session, workspace

from aligner.workspace import Workspace
from glossary.decision import Action
from glossary.errors import InputError
from glossary.termfile import load
from tui.page import State
from tui.session import Session

__all__ = ["review", "session", "workspace"]


@pytest.fixture
def disputed(review: reviews.Review, workspace: Workspace) -> Session:
    """A review of terms that a merge left in two versions."""
    reviews.disagree(review)
    return Session(review.terms, workspace, "Mai")


def test_what_a_merge_left_open_stands_first_and_waits(
    disputed: Session, workspace: Workspace
) -> None:
    assert [(i.concept, i.conflicts, i.state) for i in disputed.queue()] == [
        ("dan-van", 2, State.CONFLICT),
        ("nghi-quyet", 1, State.CONFLICT),
        ("mttq", 0, State.OPEN),
    ]
    assert [(c.field, c.text) for c in disputed.page("dan-van").conflicts] == [
        ("definition", ""),
        ("preferred", "บริการสาธารณะ"),
    ]
    disputed.decide(Action.SKIP, "nghi-quyet")
    disputed.decide(Action.FLAG, "dan-van")
    assert [(i.conflicts, i.state) for i in disputed.queue()[:2]] == [
        (2, State.FLAGGED),
        (1, State.SKIPPED),
    ]
    assert disputed.summary().left == 1


@pytest.mark.parametrize(
    ("theirs", "definition", "preferred", "resolution"),
    [
        pytest.param(False, "The Party's work among the people.", "การระดมมวลชน", False, id="ours"),
        pytest.param(True, "How the Party wins the people.", "บริการสาธารณะ", True, id="theirs"),
    ],
)
def test_a_side_of_each_conflict_is_taken_undone_and_saved(
    disputed: Session, theirs: bool, definition: str, preferred: str, resolution: bool
) -> None:
    start = disputed.termbase
    found = [c for item in disputed.queue() for c in disputed.page(item.concept).conflicts]
    for conflict in found:
        disputed.settle_conflict(conflict, theirs=theirs)
    end = again(disputed).termbase
    assert end.by_id["dan-van"].definition == definition
    term = end.by_id["dan-van"].preferred("th")
    assert term is not None
    assert (term.text, term.decided_by) == (preferred, "Lan" if theirs else "Mai")
    assert ("nghi-quyet" in end.by_id) is resolution
    disputed.save()
    text = disputed.terms.read_text("utf-8")
    assert "conflicts" not in text
    assert "# to be decided" in text
    second = again(disputed)
    for _ in found:
        second.undo()
    assert second.termbase == start
    second.save()
    assert load(second.terms) == start
    third = again(second)
    for _ in found:
        third.redo()
    assert third.termbase == end


def test_a_conflict_is_settled_once(disputed: Session) -> None:
    conflict = disputed.page("dan-van").conflicts[0]
    disputed.settle_conflict(conflict, theirs=True)
    with pytest.raises(InputError, match="this conflict is settled already"):
        disputed.settle_conflict(conflict, theirs=False)
    assert disputed.undoable == 1


def test_a_conflict_whose_other_side_is_no_value_is_told(
    disputed: Session, review: reviews.Review
) -> None:
    text = review.terms.read_text("utf-8")
    broken = text.replace("theirs:\n          text: บริการ", "theirs:\n          word: บริการ")
    assert broken != text
    review.terms.write_text(broken, "utf-8")
    disputed.reload()
    conflict = disputed.page("dan-van").conflicts[1]
    with pytest.raises(InputError, match="is no decision; edit it"):
        disputed.settle_conflict(conflict, theirs=True)
    assert disputed.undoable == 0
    disputed.settle_conflict(conflict, theirs=False)


def test_two_people_settle_one_conflict_and_the_first_stands(
    disputed: Session, review: reviews.Review
) -> None:
    with review.open() as other:
        lan = Session(review.terms, other, "Lan")
        conflict = disputed.page("dan-van").conflicts[0]
        disputed.settle_conflict(conflict, theirs=True)
        lan.settle_conflict(conflict, theirs=False)
        disputed.refresh()
        assert disputed.termbase == lan.termbase
        assert lan.termbase.by_id["dan-van"].definition == "How the Party wins the people."
