from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from termbases import FIXED

from glossary.decision import Action, Decision
from glossary.model import Concept, Status, Term, Termbase
from glossary.replay import apply, joined, undone_ids

AT = "2026-01-02T03:04:05Z"
WORD = Term("th", "ระดมมวลชน", Status.PREFERRED, ("ระดม",), decided_by="Lan", decided_at="2025")
MISTAKE = Term("th", "บริการสาธารณะ", note="seen often")
BASE = Termbase(
    (
        Concept("dan-van", (Term("vi", "dân vận"), WORD, MISTAKE), definition="old", note="n"),
        Concept("cong-vu", (Term("vi", "công vụ"),)),
    )
)


def decision(action: Action, text: str = "", **more: str) -> Decision:
    fields = {"id": "1/0", "at": AT, "reviewer": "An", "concept": "dan-van", "lang": "th"}
    return Decision(action=action, text=text, **{**fields, **more})  # type: ignore[arg-type]


def by(status: Status, text: str, **more: object) -> Term:
    return Term("th", text, status, decided_by="An", decided_at=AT, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "terms"),
    [
        pytest.param(
            decision(Action.PREFER, "ใหม่"),
            (
                by(Status.ADMITTED, "ระดมมวลชน", forms=("ระดม",)),
                MISTAKE,
                by(Status.PREFERRED, "ใหม่", source="An"),
            ),
            id="prefer-a-new-term-demotes-the-old",
        ),
        pytest.param(
            decision(Action.ADMIT, "บริการสาธารณะ"),
            (WORD, by(Status.ADMITTED, "บริการสาธารณะ", note="seen often")),
            id="admit",
        ),
        pytest.param(
            decision(Action.DEPRECATE, "บริการสาธารณะ", reason="means public service"),
            (
                WORD,
                by(
                    Status.DEPRECATED,
                    "บริการสาธารณะ",
                    note="seen often",
                    reason="means public service",
                ),
            ),
            id="deprecate",
        ),
        pytest.param(
            decision(Action.PROPOSE, "ระดมมวลชน"),
            (Term("th", "ระดมมวลชน", forms=("ระดม",)), MISTAKE),
            id="propose-takes-a-status-away",
        ),
        pytest.param(
            decision(Action.PROPOSE, "ระดม"),
            (
                Term("th", "ระดมมวลชน", Status.PREFERRED, decided_by="Lan", decided_at="2025"),
                MISTAKE,
                Term("th", "ระดม", source="An"),
            ),
            id="a-form-becomes-a-term",
        ),
        pytest.param(decision(Action.REMOVE, "บริการสาธารณะ"), (WORD,), id="remove"),
        pytest.param(
            decision(Action.REMOVE, "ไม่มี"), (WORD, MISTAKE), id="remove-what-is-not-there"
        ),
        pytest.param(decision(Action.REJECT, "บริการสาธารณะ"), (WORD, MISTAKE), id="reject"),
        pytest.param(decision(Action.SKIP, "x"), (WORD, MISTAKE), id="skip"),
        pytest.param(decision(Action.FLAG, "x"), (WORD, MISTAKE), id="flag"),
        pytest.param(
            decision(Action.MERGE, "บริการสาธารณะ", into="ระดมมวลชน"),
            (
                Term(
                    "th",
                    "ระดมมวลชน",
                    Status.PREFERRED,
                    ("ระดม", "บริการสาธารณะ"),
                    decided_by="Lan",
                    decided_at="2025",
                ),
            ),
            id="merge",
        ),
        pytest.param(decision(Action.MOVE, "บริการสาธารณะ", into="cong-vu"), (WORD,), id="move"),
        pytest.param(
            decision(Action.MOVE, "บริการสาธารณะ", into="none"),
            (WORD, MISTAKE),
            id="move-to-no-concept",
        ),
        pytest.param(
            decision(Action.PREFER, "x", concept="none"), (WORD, MISTAKE), id="no-such-concept"
        ),
    ],
)
def test_a_decision_changes_the_terms(made: Decision, terms: tuple[Term, ...]) -> None:
    after = apply(BASE, [made])
    assert after.by_id["dan-van"].in_lang("th") == terms
    assert after.by_id["dan-van"].in_lang("vi") == BASE.concepts[0].in_lang("vi")


def test_what_is_moved_is_proposed_for_the_other_concept_with_its_notes() -> None:
    after = apply(BASE, [decision(Action.MOVE, "บริการสาธารณะ", into="cong-vu")])
    assert after.by_id["cong-vu"].in_lang("th") == (MISTAKE,)


def test_definitions_notes_and_new_concepts() -> None:
    after = apply(
        BASE,
        [
            decision(Action.DEFINE, "new", id="1"),
            decision(Action.NOTE, "", id="2"),
            decision(Action.CREATE, "mặt trận", id="3", concept="mat-tran", lang="vi"),
            decision(Action.CREATE, "other", id="4", concept="dan-van", lang="vi"),
        ],
    )
    assert after.by_id["dan-van"].definition == "new"
    assert after.by_id["dan-van"].note == ""
    assert [concept.id for concept in after] == ["dan-van", "cong-vu", "mat-tran"]
    assert after.by_id["mat-tran"] == Concept("mat-tran", (Term("vi", "mặt trận", source="An"),))
    assert after.by_id["dan-van"].name == "dân vận"


def test_undoing_an_undoing_decides_again() -> None:
    prefer = decision(Action.PREFER, "ใหม่", id="1")
    undo = decision(Action.UNDO, id="2", into="1")
    redo = decision(Action.UNDO, id="3", into="2")
    assert undone_ids([prefer, undo]) == {"1"}
    assert undone_ids([prefer, undo, redo]) == {"2"}
    assert apply(BASE, [prefer, undo]) is BASE
    assert apply(BASE, [prefer, undo, redo]) == apply(BASE, [prefer])


def test_a_decision_that_was_saved_can_be_undone() -> None:
    from glossary.revert import snapshot

    bare = decision(Action.PREFER, "ใหม่", id="1")
    prefer = decision(Action.PREFER, "ใหม่", id="1", before=snapshot(BASE, bare))
    saved = apply(BASE, [prefer])
    assert apply(saved, [prefer, decision(Action.UNDO, id="2", into="1")]) == BASE


def test_two_logs_are_joined_by_time_and_nothing_twice() -> None:
    first = [decision(Action.ADMIT, "a", id="1"), decision(Action.ADMIT, "b", id="2")]
    early = decision(Action.ADMIT, "c", id="3", at="2025-01-01T00:00:00Z", reviewer="Zoe")
    assert [d.id for d in joined(first, [early, first[0]])] == ["3", "1", "2"]


TEXTS = st.sampled_from(["a", "b", "c"])
IDS = st.sampled_from(["one", "two"])


def drawn_terms() -> st.SearchStrategy[Term]:
    return st.builds(
        Term,
        lang=st.just("th"),
        text=TEXTS,
        status=st.sampled_from(Status),
        forms=st.lists(st.sampled_from(["f", "g"]), max_size=2, unique=True).map(tuple),
        note=st.sampled_from(["", "n"]),
    )


def drawn_concept(id_: str) -> st.SearchStrategy[Concept]:
    return st.lists(drawn_terms(), max_size=3, unique_by=lambda t: t.text).map(
        lambda terms: Concept(id_, tuple(terms))
    )


bases = st.builds(lambda *found: Termbase(found), drawn_concept("one"), drawn_concept("two"))


@st.composite
def logs(draw: st.DrawFn) -> list[Decision]:
    log: list[Decision] = []
    for n in range(draw(st.integers(1, 7))):
        action = draw(st.sampled_from(Action))
        into = ""
        if action is Action.MERGE:
            into = draw(TEXTS)
        elif action is Action.MOVE:
            into = draw(IDS)
        elif action is Action.UNDO:
            into = draw(st.sampled_from([d.id for d in log])) if log else ""
        log.append(
            Decision(
                id=str(n),
                at=f"2026-01-02T03:04:{n:02}Z",
                reviewer=draw(st.sampled_from(["An", "Lan"])),
                action=action,
                concept="three" if action is Action.CREATE else draw(IDS),
                lang="th",
                text=draw(st.sampled_from(["a", "b", "c", "f"])),
                into=into,
                reason=draw(st.sampled_from(["", "why"])),
            )
        )
    return log


MANY = settings(FIXED, max_examples=200)


@given(bases, logs())
@MANY
def test_replaying_twice_changes_nothing(base: Termbase, log: list[Decision]) -> None:
    once = apply(base, log)
    assert apply(once, log) == once


@given(bases, logs())
@MANY
def test_undoing_everything_gives_the_original(base: Termbase, log: list[Decision]) -> None:
    undone = undone_ids(log)
    undoings = [
        Decision(f"u{d.id}", AT, "An", Action.UNDO, d.concept, into=d.id)
        for d in reversed(log)
        if d.id not in undone and d.action is not Action.UNDO
    ]
    assert apply(base, [*log, *undoings]) == base


@given(bases, logs())
@MANY
def test_at_most_one_term_of_a_language_is_preferred_by_decisions(
    base: Termbase, log: list[Decision]
) -> None:
    for concept in apply(base, log):
        chosen = [t for t in concept.terms if t.status is Status.PREFERRED and t.decided_by]
        assert len(chosen) <= 1
