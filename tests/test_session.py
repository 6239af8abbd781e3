"""A review without a screen: what is shown, decided, undone and counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import reviews
from hypothesis import given
from hypothesis import strategies as st
from termbases import FIXED

from aligner.workspace import Workspace
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.model import Status
from glossary.termfile import load
from tui.page import State
from tui.session import Session, Summary
from tui.sheets import farewell


def draft(action: Action, concept: str, lang: str = "", text: str = "", into: str = "") -> Decision:
    return Decision("", "", "", action, concept, lang, text, into)


@pytest.fixture
def review(tmp_path: Path) -> reviews.Review:
    return reviews.make(tmp_path)


@pytest.fixture
def workspace(review: reviews.Review) -> Iterator[Workspace]:
    with review.open() as opened:
        yield opened


@pytest.fixture
def session(review: reviews.Review, workspace: Workspace) -> Session:
    return Session(review.terms, workspace, "Mai")


def again(session: Session, reviewer: str = "Mai") -> Session:
    """The same review, opened anew."""
    return Session(session.terms, session.workspace, reviewer)


def status(session: Session, concept: str, text: str) -> Status | None:
    terms = session.termbase.by_id[concept].terms
    return next((term.status for term in terms if term.text == text), None)


def test_the_queue_begins_where_a_decision_repairs_most(session: Session) -> None:
    assert [(i.concept, i.occurrences, i.repair) for i in session.queue()] == [
        ("dan-van", 23, 14.0),
        ("mttq", 6, 0.0),
        ("nghi-quyet", 2, 0.0),
    ]


def test_only_languages_in_review_count(review: reviews.Review, workspace: Workspace) -> None:
    hindi = Session(review.terms, workspace, "Mai", langs=["hi"])
    assert [(i.concept, i.repair) for i in hindi.queue()] == [
        ("dan-van", 0.0),
        ("mttq", 0.0),
        ("nghi-quyet", 0.0),
    ]
    assert list(hindi.page("dan-van").choices) == ["hi"]


def test_a_page_counts_a_form_for_its_term(session: Session) -> None:
    page = session.page("dan-van")
    assert [(c.text, c.status, c.count, round(c.share, 2)) for c in page.choices["th"]] == [
        ("การระดมมวลชน", Status.PROPOSED, 12, 0.67),
        ("บริการสาธารณะ", Status.DEPRECATED, 6, 0.33),
        ("ระดมพล", None, 4, 0.0),
    ]
    assert page.starred == {"th": "การระดมมวลชน", "hi": "जन लामबंदी"}


def test_occurrences_are_those_of_all_spellings_of_a_choice(session: Session) -> None:
    choice = session.page("dan-van").choices["th"][0]
    (place,) = session.occurrences("dan-van", choice, 10)
    assert reviews.TH[place.start : place.end] == "ระดมมวลชน"


@pytest.mark.parametrize(
    ("drafts", "state"),
    [
        pytest.param([], State.OPEN, id="nothing"),
        pytest.param([draft(Action.SKIP, "mttq")], State.SKIPPED, id="skipped"),
        pytest.param([draft(Action.FLAG, "mttq")], State.FLAGGED, id="flagged"),
        pytest.param(
            [draft(Action.SKIP, "mttq"), draft(Action.NOTE, "mttq", text="?")],
            State.OPEN,
            id="taken-up-again",
        ),
        pytest.param(
            [draft(Action.PREFER, "mttq", "th", "แนวร่วมปิตุภูมิ")], State.OPEN, id="one-language"
        ),
        pytest.param(
            [
                draft(Action.PREFER, "mttq", "th", "แนวร่วมปิตุภูมิ"),
                draft(Action.PREFER, "mttq", "hi", "पितृभूमि मोर्चा"),
            ],
            State.DECIDED,
            id="both-languages",
        ),
        pytest.param([draft(Action.SKIP, "dan-van")], State.OPEN, id="another-concept"),
    ],
)
def test_the_state_of_a_concept_follows_its_decisions(
    session: Session, drafts: list[Decision], state: State
) -> None:
    for made in drafts:
        session.settle([made])
    assert session.item("mttq").state is state
    assert again(session).item("nghi-quyet").state is State.OPEN


def test_approving_prefers_what_is_starred_and_one_undo_takes_it_back(session: Session) -> None:
    start = session.termbase
    made = session.approve("dan-van")
    assert [(d.lang, d.text) for d in made] == [("th", "การระดมมวลชน"), ("hi", "जन लामबंदी")]
    assert session.item("dan-van").state is State.DECIDED
    assert session.undo() == made
    assert session.termbase == start


def test_approving_again_decides_nothing(session: Session) -> None:
    session.approve("dan-van")
    assert session.approve("dan-van") == ()
    assert session.undoable == 1


@pytest.mark.parametrize(
    ("action", "into"),
    [
        pytest.param(Action.REJECT, "", id="no-rendering"),
        pytest.param(Action.MOVE, "mttq", id="moved-away"),
    ],
)
def test_a_rendering_that_is_none_is_not_shown_until_that_is_undone(
    session: Session, action: Action, into: str
) -> None:
    def texts() -> list[str]:
        return [choice.text for choice in session.page("dan-van").choices["th"]]

    session.decide(action, "dan-van", "th", "ระดมพล", into=into)
    assert "ระดมพล" not in texts()
    session.undo()
    assert "ระดมพล" in texts()


@pytest.mark.parametrize(
    ("made", "message"),
    [
        pytest.param(draft(Action.SKIP, "x"), "no concept 'x' in {terms}", id="concept"),
        pytest.param(
            draft(Action.MOVE, "mttq", "th", "มติ", "x"), "no concept 'x' in {terms}", id="target"
        ),
        pytest.param(draft(Action.UNDO, "mttq"), "undo has its own call", id="undo"),
        pytest.param(
            draft(Action.CREATE, "mttq", "vi", "Mặt trận"),
            "there is a concept 'mttq' already",
            id="there-already",
        ),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    session: Session, made: Decision, message: str
) -> None:
    with pytest.raises(InputError) as error:
        session.settle([draft(Action.NOTE, "mttq", text="?"), made])
    assert str(error.value) == message.format(terms=session.terms)
    assert session.undoable == 0


def test_a_review_needs_a_name(review: reviews.Review, workspace: Workspace) -> None:
    with pytest.raises(InputError, match="a decision needs a name"):
        Session(review.terms, workspace, "  ")


def test_undo_and_redo_survive_a_restart(session: Session) -> None:
    start = session.termbase
    session.approve("dan-van")
    session.decide(Action.NOTE, "mttq", text="ask")
    decided = session.termbase
    second = again(session)
    assert second.termbase == decided
    second.undo()
    second.save()
    third = again(second)
    third.undo()
    assert third.termbase == start
    fourth = again(third)
    fourth.redo()
    fourth.redo()
    assert fourth.termbase == decided
    assert fourth.redo() == ()


def test_only_ones_own_decisions_are_undone(session: Session) -> None:
    session.approve("dan-van")
    lan = again(session, "Lan")
    assert lan.undo() == ()
    lan.decide(Action.PREFER, "dan-van", "hi", "जन आंदोलन")
    session.refresh()
    session.undo()
    assert status(session, "dan-van", "जन आंदोलन") is Status.PREFERRED
    assert status(session, "dan-van", "การระดมมวลชน") is Status.PROPOSED


def test_another_reviewer_goes_on(session: Session) -> None:
    session.approve("dan-van")
    session.rename("Lan")
    assert session.undo() == ()
    assert session.decide(Action.SKIP, "mttq").reviewer == "Lan"


def test_the_history_has_what_was_taken_back(session: Session) -> None:
    session.decide(Action.NOTE, "mttq", text="ask")
    session.decide(Action.MOVE, "dan-van", "th", "ระดมพล", into="mttq")
    session.undo()
    assert [(d.action, stands) for d, stands in session.history("mttq")] == [
        (Action.NOTE, True),
        (Action.MOVE, False),
    ]


TEXTS = {
    "th": ["การระดมมวลชน", "บริการสาธารณะ", "ระดมพล", "มติ"],
    "hi": ["जन लामबंदी", "जन आंदोलन", "सेवा"],
}


STATUSES = [Action.PREFER, Action.ADMIT, Action.DEPRECATE, Action.PROPOSE, Action.REMOVE]


@st.composite
def presses(draw: st.DrawFn) -> list[str]:
    """A day of key presses, written as JSON."""
    concept = st.sampled_from(["dan-van", "mttq", "nghi-quyet"])
    lang = draw(st.sampled_from(["th", "hi"]))
    text = st.sampled_from(TEXTS[lang])
    press = st.one_of(
        st.tuples(st.sampled_from(STATUSES), concept, st.just(lang), text, st.just("")),
        st.tuples(st.just(Action.MERGE), concept, st.just(lang), text, text),
        st.tuples(st.just(Action.MOVE), concept, st.just(lang), text, concept),
        st.tuples(st.just(Action.NOTE), concept, st.just(""), text, st.just("")),
        st.tuples(st.just(Action.SKIP), concept, st.just(""), st.just(""), st.just("")),
        st.tuples(st.just("side"), st.booleans()),
        st.just(("undo",)),
        st.just(("redo",)),
        st.just(("save",)),
        st.just(("restart",)),
    )
    return [json.dumps(p, ensure_ascii=False) for p in draw(st.lists(press, max_size=12))]


@FIXED
@given(day=presses())
def test_undoing_everything_gives_back_the_beginning_and_redoing_everything_the_end(
    tmp_path_factory: pytest.TempPathFactory, day: list[str]
) -> None:
    review = reviews.make(tmp_path_factory.mktemp("review"))
    reviews.disagree(review)
    with review.open() as workspace:
        session = Session(review.terms, workspace, "Mai")
        start = session.termbase
        for press in map(json.loads, day):
            if press[0] in ("undo", "redo", "save"):
                getattr(session, press[0])()
            elif press[0] == "restart":
                session = again(session)
            elif press[0] == "side":
                for item in session.queue()[:1]:
                    for conflict in session.page(item.concept).conflicts[:1]:
                        session.settle_conflict(conflict, theirs=press[1])
            else:
                action, concept, lang, text, into = press
                if {concept, *([into] if action == "move" else [])} - set(session.termbase.by_id):
                    continue
                session.settle([draft(Action(action), concept, lang, text, into)])
        end = session.termbase
        assert again(session).termbase == end
        steps = 0
        while session.undo():
            steps += 1
        assert session.termbase == start
        for _ in range(steps):
            session.redo()
        assert session.termbase == end
        session.save()
        assert load(review.terms) == end


def test_a_flag_on_what_is_decided_is_seen_until_somebody_decides_again(session: Session) -> None:
    session.approve("mttq")
    session.decide(Action.FLAG, "mttq", reason="Lan: the Thai one?")
    assert session.item("mttq").state is State.FLAGGED
    again(session, "Lan").approve("mttq")
    session.refresh()
    assert session.item("mttq").state is State.DECIDED


def test_the_summary_counts_this_session_alone(
    review: reviews.Review, workspace: Workspace
) -> None:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    first = Session(review.terms, workspace, "Mai", clock=lambda: now)
    first.approve("dan-van")
    later = [now + timedelta(hours=1)]
    second = Session(review.terms, workspace, "Mai", clock=lambda: later[0])
    second.decide(Action.SKIP, "mttq")
    second.decide(Action.NOTE, "nghi-quyet", text="?")
    second.decide(Action.FLAG, "nghi-quyet")
    later[0] += timedelta(minutes=5)
    summary = second.summary()
    assert (summary.decided, summary.skipped, summary.flagged) == (0, 1, 1)
    assert (summary.left, summary.seconds) == (0, 300.0)


def test_the_summary_counts_what_stands_as_the_queue_does(session: Session) -> None:
    def counts() -> tuple[int, int, int, int]:
        summary = session.summary()
        return summary.decided, summary.changed, summary.skipped, summary.left

    session.approve("dan-van")
    session.decide(Action.NOTE, "mttq", text="?")
    assert counts() == (1, 1, 0, 2)
    session.decide(Action.SKIP, "mttq")
    assert counts() == (1, 0, 1, 1)
    session.undo()
    session.undo()
    session.undo()
    assert counts() == (0, 0, 0, 3)
    session.redo()
    assert counts() == (1, 0, 0, 2)


@pytest.mark.parametrize(
    ("summary", "line"),
    [
        pytest.param(Summary(0, 0, 0, 9, 3.2), "0 decided, 9 left; 3 s", id="looked-in"),
        pytest.param(
            Summary(1, 0, 0, 167, 80.0, changed=1),
            "1 decided, 1 changed, 167 left; 80 s, 40 s a concept",
            id="a-term-forbidden",
        ),
        pytest.param(
            Summary(27, 0, 1, 140, 700.0),
            "27 decided, 1 flagged, 140 left; 12 minutes, 25 s a concept",
            id="a-morning",
        ),
        pytest.param(
            Summary(1, 1, 0, 0, 80.0),
            "1 decided, 1 skipped, 0 left; 80 s, 40 s a concept",
            id="the-end",
        ),
    ],
)
def test_a_session_ends_with_a_line_about_it(summary: Summary, line: str) -> None:
    assert farewell(summary) == line
