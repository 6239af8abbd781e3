from __future__ import annotations

from glossary.decision import Action, Decision
from glossary.history import spoken, standing
from glossary.model import Concept, Status, Term, Termbase

AT = "2026-01-02T03:04:05Z"
LATER = "2026-02-02T00:00:00Z"
BASE = Termbase(
    (
        Concept(
            "a",
            (
                Term("vi", "x"),
                Term("th", "ก", Status.PREFERRED, decided_by="An", decided_at=AT),
                Term("th", "ข", Status.ADMITTED, decided_by="An", decided_at=AT),
                Term("hi", "क", Status.DEPRECATED, reason="r", decided_by="Lan", decided_at=LATER),
            ),
        ),
        Concept("b", (Term("th", "ค", Status.ADMITTED, decided_by="Lan", decided_at=LATER),)),
    )
)
FORBIDDEN = Decision("a/hi/क", LATER, "Lan", Action.DEPRECATE, "a", "hi", "क", reason="r")


def test_decisions_of_others_are_told_by_the_terms() -> None:
    found = list(standing(BASE, ()))
    assert [(made.reviewer, made.action, made.text) for made in found] == [
        ("An", Action.PREFER, "ก"),
        ("An", Action.ADMIT, "ข"),
        ("Lan", Action.DEPRECATE, "क"),
        ("Lan", Action.ADMIT, "ค"),
    ]
    assert found[2] == FORBIDDEN


def test_those_of_the_log_and_what_they_changed_beside_are_not_told_again() -> None:
    log = [Decision("1", AT, "An", Action.PREFER, "a", "th", "ก")]
    assert list(standing(BASE, log, "a")) == [FORBIDDEN]


def test_what_was_superseded_by_hand_is_told_too() -> None:
    old = Term("th", "ก", Status.SUPERSEDED, reason="merged", decided_by="An", decided_at=AT)
    (made,) = standing(Termbase((Concept("a", (old,)),)), ())
    assert (made.action, made.reason) == (Action.DEPRECATE, "superseded; merged")


def test_an_undoing_of_an_undoing_is_told_as_a_redo() -> None:
    made = [FORBIDDEN]
    for number in range(3):
        made.append(Decision(f"u/{number}", LATER, "Lan", Action.UNDO, "a", into=made[-1].id))
    by_id = {each.id: each for each in made}
    assert [spoken(each, by_id) for each in made] == ["deprecate", "undo", "redo", "undo"]
