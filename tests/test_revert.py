"""Taking a decision back: what it changed is given back, what was changed since stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from termbases import FIXED

from glossary.decision import Action, Decision
from glossary.model import Concept, Status, Term, Termbase
from glossary.record import grouped
from glossary.replay import apply
from glossary.revert import revert, snapshot

START = Termbase(
    (
        Concept(
            "dan-van",
            (
                Term("vi", "dân vận"),
                Term("th", "การระดมมวลชน", forms=("ระดมมวลชน",)),
                Term("th", "บริการสาธารณะ", Status.DEPRECATED, reason="public service"),
                Term("hi", "जन आंदोलन", Status.PREFERRED),
            ),
            definition="Work among the people.",
        ),
        Concept("mttq", (Term("vi", "Mặt trận Tổ quốc"), Term("th", "แนวร่วมปิตุภูมิ"))),
    )
)


def made(
    action: Action,
    lang: str = "",
    text: str = "",
    into: str = "",
    *,
    concept: str = "dan-van",
    on: Termbase = START,
    id_: str = "press/0",
) -> Decision:
    draft = Decision(id_, "2026-03-02T09:00:00Z", "Mai", action, concept, lang, text, into, "why")
    return replace(draft, before=snapshot(on, draft))


ROWS = [
    pytest.param(made(Action.PREFER, "th", "การระดมมวลชน"), id="prefer"),
    pytest.param(made(Action.PREFER, "hi", "जन लामबंदी"), id="prefer-a-new-one-over-an-old"),
    pytest.param(made(Action.ADMIT, "th", "ระดมพล"), id="admit-a-new-one"),
    pytest.param(made(Action.DEPRECATE, "th", "การระดมมวลชน"), id="forbid"),
    pytest.param(made(Action.PROPOSE, "th", "ระดมมวลชน"), id="a-form-becomes-a-term"),
    pytest.param(made(Action.REMOVE, "th", "การระดมมวลชน"), id="remove-from-the-middle"),
    pytest.param(made(Action.MERGE, "th", "บริการสาธารณะ", "การระดมมวลชน"), id="merge"),
    pytest.param(made(Action.MOVE, "th", "บริการสาธารณะ", "mttq"), id="move"),
    pytest.param(made(Action.MOVE, "th", "ระดมพล", "mttq"), id="move-what-was-not-listed"),
    pytest.param(made(Action.CREATE, "vi", "dân chủ", concept="dan-chu"), id="create"),
    pytest.param(made(Action.DEFINE, text="Otherwise."), id="define"),
    pytest.param(made(Action.NOTE, text="ask"), id="note"),
    pytest.param(made(Action.SKIP), id="skip"),
    pytest.param(made(Action.REJECT, "th", "ระดมพล"), id="no-rendering"),
]


@pytest.mark.parametrize("decision", ROWS)
def test_what_a_decision_changed_is_given_back(decision: Decision) -> None:
    after = apply(START, [decision])
    assert revert(after, decision) == START


@pytest.mark.parametrize("decision", ROWS)
def test_taking_back_what_is_not_there_changes_nothing(decision: Decision) -> None:
    assert revert(START, decision) == START


@pytest.mark.parametrize("decision", ROWS)
def test_what_was_changed_elsewhere_stays(decision: Decision) -> None:
    def edited(termbase: Termbase) -> Termbase:
        first, *rest = termbase.concepts
        terms = (*first.terms, Term("en", "mass mobilization"))
        return replace(
            termbase, concepts=(replace(first, gloss="new", terms=terms), *rest, Concept("x", ()))
        )

    after = revert(edited(apply(START, [decision])), decision)
    assert grouped(after) == grouped(edited(START))


def test_a_term_that_was_changed_since_stays_as_it_is() -> None:
    first = made(Action.PREFER, "th", "การระดมมวลชน")
    after = apply(START, [first])
    second = made(Action.DEPRECATE, "th", "การระดมมวลชน", on=after, id_="press/1")
    assert revert(apply(after, [second]), first) == apply(after, [second])


def test_a_definition_that_was_changed_since_stays() -> None:
    first = made(Action.DEFINE, text="Otherwise.")
    later = apply(START, [first, made(Action.DEFINE, text="Better.", id_="press/1")])
    assert revert(later, first).by_id["dan-van"].definition == "Better."


def test_a_concept_that_got_terms_since_it_was_made_stays() -> None:
    create = made(Action.CREATE, "vi", "dân chủ", concept="dan-chu")
    after = apply(START, [create])
    term = made(Action.PREFER, "th", "ประชาธิปไตย", concept="dan-chu", on=after, id_="press/1")
    later = apply(after, [term])
    assert revert(later, create) == later


def test_a_concept_that_somebody_took_out_does_not_come_back() -> None:
    decision = made(Action.PREFER, "th", "การระดมมวลชน")
    gone = replace(START, concepts=START.concepts[1:])
    assert revert(gone, decision) == gone


TEXTS = st.sampled_from(["การระดมมวลชน", "บริการสาธารณะ", "ระดมมวลชน", "มติ", "แนวร่วมปิตุภูมิ"])
DRAFTS = st.builds(
    made,
    st.sampled_from([action for action in Action if action is not Action.UNDO]),
    st.just("th"),
    TEXTS,
    st.one_of(TEXTS, st.sampled_from(["dan-van", "mttq"])),
    concept=st.sampled_from(["dan-van", "mttq", "moi"]),
)


@FIXED
@given(drafts=st.lists(DRAFTS, max_size=8))
def test_taking_back_from_the_last_to_the_first_gives_back_the_beginning(
    drafts: list[Decision],
) -> None:
    termbase, done = START, []
    for number, draft in enumerate(drafts):
        decision = replace(draft, id=f"press/{number}", before=snapshot(termbase, draft))
        termbase = apply(termbase, [decision])
        done.append(decision)
    for decision in reversed(done):
        termbase = revert(termbase, decision)
    assert grouped(termbase) == grouped(START)
