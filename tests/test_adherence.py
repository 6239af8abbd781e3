"""How far a translation keeps to the termbase."""

from __future__ import annotations

import pytest

from glossary.adherence import measure
from glossary.model import Concept, Status, Term, Termbase

BASE = Termbase(
    (
        Concept(
            "dan-van",
            (
                Term("vi", "dân vận"),
                Term("th", "การระดมมวลชน", Status.PREFERRED),
                Term("th", "งานมวลชน", Status.ADMITTED),
                Term("th", "บริการสาธารณะ", Status.DEPRECATED),
            ),
        ),
        Concept("mat-tran", (Term("vi", "Mặt trận"), Term("th", "แนวร่วม", Status.PREFERRED))),
    )
)


def test_every_occurrence_is_counted_once() -> None:
    pairs = [
        ("dân vận và dân vận", "การระดมมวลชนและงานมวลชน"),
        ("dân vận", "บริการสาธารณะ"),
        ("dân vận", "ประชุม"),
        ("Mặt trận", ""),
        ("họp", "การระดมมวลชน"),
    ]
    found = measure(pairs, BASE, "th")
    assert (found.occurrences, found.resolved, found.omitted, found.unresolved) == (5, 3, 1, 1)
    assert found.resolution == pytest.approx(3 / 5)
    assert found.strict == pytest.approx(1 / 4)
    assert found.lenient == pytest.approx(2 / 4)
    assert found.omission == pytest.approx(1 / 5)
    assert found.forbidden == pytest.approx(200)
    assert found.predominance == pytest.approx(1 / 3)


def test_nothing_to_count_is_no_division_by_nothing() -> None:
    found = measure([("họp", "ประชุม")], BASE, "th")
    assert (found.occurrences, found.strict, found.resolution, found.forbidden) == (0, 0, 0, 0)
