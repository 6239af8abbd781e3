"""What two sides changed is joined; what they changed differently is told, kept and settled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from glossary import termfile
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.merge import Conflict, conflicts, merge, settled
from glossary.model import Concept, Status, Term, Termbase
from glossary.replay import apply
from glossary.revert import revert, snapshot
from glossary.termfile import TermFile

AT = "2026-01-02T03:04:05Z"
WORD = Term("th", "ระดม", forms=("a", "b"), note="n")
BASE = Termbase((Concept("x", (Term("vi", "x"), WORD), gloss="g"), Concept("y", ())))


def with_term(term: Term | None, **more: object) -> Termbase:
    x, y = BASE.concepts
    terms = (x.terms[0], *([term] if term else []))
    return Termbase((replace(x, terms=terms, **more), y))  # type: ignore[arg-type]


def decided(status: Status, by: str, at: str = AT) -> Term:
    return replace(WORD, status=status, decided_by=by, decided_at=at)


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [
        pytest.param(BASE, BASE, BASE, id="nothing"),
        pytest.param(with_term(WORD, gloss="h"), BASE, with_term(WORD, gloss="h"), id="ours"),
        pytest.param(BASE, with_term(WORD, gloss="h"), with_term(WORD, gloss="h"), id="theirs"),
        pytest.param(
            with_term(WORD, note="m"),
            with_term(replace(WORD, forms=("b", "c"))),
            with_term(replace(WORD, forms=("b", "c")), note="m"),
            id="two-fields",
        ),
        pytest.param(
            with_term(replace(WORD, forms=("a", "b", "d"))),
            with_term(replace(WORD, forms=("b", "c"))),
            with_term(replace(WORD, forms=("b", "d", "c"))),
            id="lists-item-by-item",
        ),
        pytest.param(with_term(None), BASE, with_term(None), id="removed"),
        pytest.param(
            with_term(decided(Status.ADMITTED, "An")),
            with_term(decided(Status.ADMITTED, "Lan", "2026-02-02T00:00:00Z")),
            with_term(decided(Status.ADMITTED, "Lan", "2026-02-02T00:00:00Z")),
            id="decided-alike",
        ),
        pytest.param(
            Termbase((*BASE.concepts, Concept("a", ()))),
            Termbase((BASE.concepts[0], Concept("b", ()), BASE.concepts[1])),
            Termbase((BASE.concepts[0], Concept("b", ()), BASE.concepts[1], Concept("a", ()))),
            id="new-concepts",
        ),
        pytest.param(
            Termbase(BASE.concepts[:1]), BASE, Termbase(BASE.concepts[:1]), id="concept-removed"
        ),
    ],
)
def test_changes_of_two_sides_are_joined(
    ours: Termbase, theirs: Termbase, result: Termbase
) -> None:
    merged = merge(BASE, ours, theirs)
    assert merged.termbase == result
    assert merged.conflicts == ()


NEW = Term("th", "ใหม่", Status.PREFERRED, decided_by="Lan", decided_at=AT)


@pytest.mark.parametrize(
    ("ours", "theirs", "conflict", "if_theirs"),
    [
        pytest.param(
            with_term(WORD, gloss="h"),
            with_term(WORD, gloss="i"),
            Conflict("x", "gloss", "h", "i"),
            with_term(WORD, gloss="i"),
            id="field",
        ),
        pytest.param(
            with_term(decided(Status.ADMITTED, "An")),
            with_term(decided(Status.DEPRECATED, "Lan")),
            Conflict(
                "x",
                "status",
                {"status": "admitted", "decided_by": "An", "decided_at": AT},
                {"status": "deprecated", "decided_by": "Lan", "decided_at": AT},
                "th",
                "ระดม",
            ),
            with_term(decided(Status.DEPRECATED, "Lan")),
            id="status",
        ),
        pytest.param(
            with_term(None),
            with_term(decided(Status.ADMITTED, "Lan")),
            Conflict(
                "x",
                "term",
                None,
                {
                    "text": "ระดม",
                    "status": "admitted",
                    "forms": ["a", "b"],
                    "note": "n",
                    "decided_by": "Lan",
                    "decided_at": AT,
                },
                "th",
                "ระดม",
            ),
            with_term(decided(Status.ADMITTED, "Lan")),
            id="removed-and-changed",
        ),
        pytest.param(
            Termbase(BASE.concepts[1:]),
            with_term(WORD, gloss="h"),
            Conflict(
                "x",
                "concept",
                None,
                {
                    "id": "x",
                    "gloss": "h",
                    "terms": {
                        "vi": [{"text": "x"}],
                        "th": [{"text": "ระดม", "forms": ["a", "b"], "note": "n"}],
                    },
                },
            ),
            Termbase((with_term(WORD, gloss="h").concepts[0], BASE.concepts[1])),
            id="concept-removed-and-changed",
        ),
    ],
)
def test_what_both_changed_stays_ours_until_it_is_settled(
    ours: Termbase, theirs: Termbase, conflict: Conflict, if_theirs: Termbase
) -> None:
    merged = merge(BASE, ours, theirs)
    assert merged.conflicts == conflicts(merged.termbase) == (conflict,)
    assert settled(merged.termbase, conflict, theirs=False) == ours
    after = settled(merged.termbase, conflict, theirs=True)
    assert sorted(after.concepts, key=lambda c: c.id) == list(if_theirs.concepts)
    assert settled(after, conflict, theirs=True) == after


def test_a_term_that_both_proposed_has_two_sources() -> None:
    sides = [with_term(replace(WORD, text="ใหม่", source=who)) for who in ("An", "Lan", "An")]
    merged = merge(BASE, sides[0], sides[1])
    assert merged.conflicts == ()
    assert merged.termbase.concepts[0].in_lang("th")[-1].source == "An, Lan"
    assert merge(BASE, sides[0], sides[2]).termbase.by_id["x"].in_lang("th")[-1].source == "An"


def test_each_side_prefers_another_term() -> None:
    ours = with_term(decided(Status.PREFERRED, "An"))
    theirs = Termbase(
        (replace(BASE.concepts[0], terms=(*BASE.concepts[0].terms, NEW)), BASE.concepts[1])
    )
    merged = merge(BASE, ours, theirs)
    (conflict,) = merged.conflicts
    concept = merged.termbase.by_id["x"]
    assert concept.preferred("th") == decided(Status.PREFERRED, "An")
    assert concept.in_lang("th")[1] == Term("th", "ใหม่")
    assert (conflict.field, conflict.text) == ("preferred", "ใหม่")
    after = settled(merged.termbase, conflict, theirs=True).by_id["x"]
    assert after.preferred("th") == NEW
    assert after.in_lang("th")[0].status is Status.ADMITTED


@pytest.mark.parametrize(
    ("action", "text", "at", "left"),
    [
        pytest.param(Action.PREFER, "ใหม่", "2026-03-03T00:00:00Z", 0, id="later"),
        pytest.param(Action.PREFER, "อื่น", "2026-03-03T00:00:00Z", 0, id="a-third"),
        pytest.param(Action.DEPRECATE, "ใหม่", "2026-03-03T00:00:00Z", 0, id="one-forbidden"),
        pytest.param(Action.PREFER, "ใหม่", AT, 1, id="before-the-merge"),
        pytest.param(Action.ADMIT, "อื่น", "2026-03-03T00:00:00Z", 1, id="another-term"),
        pytest.param(Action.NOTE, "ใหม่", "2026-03-03T00:00:00Z", 1, id="no-status"),
    ],
)
def test_a_decision_after_the_merge_settles_it(
    action: Action, text: str, at: str, left: int
) -> None:
    theirs = replace(BASE.concepts[0], terms=(*BASE.concepts[0].terms, NEW))
    merged = merge(
        BASE, with_term(decided(Status.PREFERRED, "An")), Termbase((theirs, BASE.concepts[1]))
    )
    decision = Decision("1", at, "An", action, "x", "th", text)
    assert len(conflicts(apply(merged.termbase, [decision]))) == left


def test_a_conflict_survives_the_file(tmp_path: Path) -> None:
    merged = merge(BASE, with_term(WORD, gloss="h"), with_term(WORD, gloss="i"))
    file = TermFile.new(tmp_path / "t.yaml", merged.termbase)
    assert conflicts(termfile.parse(file.text, "t")) == merged.conflicts


SIDES = [
    pytest.param(with_term(WORD, gloss="h"), with_term(WORD, gloss="i"), id="gloss"),
    pytest.param(
        with_term(decided(Status.ADMITTED, "An")),
        with_term(decided(Status.DEPRECATED, "Lan")),
        id="status",
    ),
    pytest.param(with_term(None), with_term(decided(Status.ADMITTED, "Lan")), id="term-removed"),
    pytest.param(with_term(decided(Status.ADMITTED, "An")), with_term(None), id="they-removed-it"),
    pytest.param(
        Termbase(BASE.concepts[1:]), with_term(WORD, gloss="h"), id="first-concept-removed"
    ),
    pytest.param(
        Termbase(BASE.concepts[:1]),
        Termbase((BASE.concepts[0], replace(BASE.concepts[1], gloss="h"))),
        id="last-concept-removed",
    ),
    pytest.param(with_term(WORD, extra={"a": 1}), with_term(WORD, extra={"a": 2}), id="own-field"),
    pytest.param(
        with_term(WORD, extra={"a": 1}), with_term(replace(WORD, extra={"b": [1]})), id="none"
    ),
]


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize(("ours", "theirs"), SIDES)
def test_a_side_is_taken_by_a_decision_that_can_be_replayed_and_taken_back(
    ours: Termbase, theirs: Termbase, side: str
) -> None:
    merged = merge(BASE, ours, theirs)
    for conflict in merged.conflicts:
        start = merged.termbase
        into, where = conflict.key, (conflict.lang, conflict.text)
        draft = Decision("1/0", AT, "An", Action.SETTLE, conflict.concept, *where, into, side)
        decision = replace(draft, before=snapshot(start, draft))
        after = apply(start, [decision])
        assert after == settled(start, conflict, theirs=side == "theirs")
        assert conflicts(after) == ()
        assert apply(after, [decision]) == after
        assert revert(after, decision) == revert(start, decision) == start
        undo = replace(decision, id="2/0", action=Action.UNDO, into="1/0", before="")
        assert apply(after, [decision, undo]) == start
        other = replace(decision, into=f"{conflict.field}:000000000000")
        assert apply(start, [other]) == start


@pytest.mark.parametrize(
    ("field", "theirs", "after"),
    [
        pytest.param("preferred", {"text": "ใหม่", "status": "preferred"}, "ใหม่", id="preferred"),
        pytest.param("status", {"status": "preferred"}, "เก่า", id="status"),
    ],
)
def test_a_term_that_was_taken_out_since_comes_back_when_it_is_chosen(
    field: str, theirs: dict[str, str], after: str
) -> None:
    conflict = Conflict("x", field, {"text": "ระดม", "status": "admitted"}, theirs, "th", "เก่า")
    termbase = with_term(WORD, extra={"conflicts": [conflict.data()]})
    assert settled(termbase, conflict, theirs=True).by_id["x"].preferred("th") == Term(
        "th", after, Status.PREFERRED
    )


@pytest.mark.parametrize("theirs", [None, "preferred", {"status": 3}, {"status": "x", "text": "y"}])
def test_a_conflict_that_is_none_is_refused(theirs: object) -> None:
    conflict = Conflict("x", "preferred", None, theirs, "th", "ระดม")
    termbase = with_term(WORD, extra={"conflicts": [conflict.data(), 7]})
    with pytest.raises(InputError):
        settled(termbase, conflict, theirs=True)
    assert not conflicts(settled(termbase, conflict, theirs=False))


def test_a_conflict_says_what_both_began_with() -> None:
    gloss = merge(BASE, with_term(WORD, gloss="h"), with_term(WORD, gloss="i")).conflicts[0]
    assert gloss.base == "g"
    ours, theirs = decided(Status.PREFERRED, "An"), decided(Status.ADMITTED, "Lan")
    status = merge(BASE, with_term(ours), with_term(theirs)).conflicts[0]
    assert status.base == {"status": "proposed"}
    assert (
        conflicts(merge(BASE, with_term(ours), with_term(theirs)).termbase)[0].base == status.base
    )
