"""Changes laid out in the terminal's width: by concept, long texts below each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossary.difference import differences
from glossary.model import Concept, Status, Term, Termbase
from thuatngu.differences_table import table

TERM = Term("th", "งานบริการ", Status.DEPRECATED, reason="means public services")
OLD = Termbase((Concept("dan-van", (Term("vi", "dân vận"), TERM)), Concept("x", ())))
LONG = "means the work of public services, which is something else, and so it is not used"


def said(term: Term, cells: int | None) -> list[str]:
    new = Termbase((replace(OLD.concepts[0], terms=(OLD.concepts[0].terms[0], term)),))
    return list(table(differences(OLD, new), OLD, new, cells))[:-2]


@pytest.mark.parametrize(
    ("term", "cells", "lines"),
    [
        pytest.param(
            replace(TERM, reason="another"),
            80,
            ["dan-van: dân vận", "  th    งานบริการ: reason: means public services → another"],
            id="one-line",
        ),
        pytest.param(
            replace(TERM, reason=LONG),
            60,
            [
                "dan-van: dân vận",
                "  th    งานบริการ: reason",
                "        was means public services",
                "        now means the work of public services, which is",
                "            something else, and so it is not used",
            ],
            id="wrapped",
        ),
        pytest.param(
            replace(TERM, note=LONG),
            60,
            [
                "dan-van: dân vận",
                "  th    งานบริการ: note added: means the work of public",
                "        services, which is something else, and so it is not",
                "        used",
            ],
            id="added",
        ),
        pytest.param(
            replace(TERM, reason=LONG),
            None,
            [
                "dan-van: dân vận",
                f"  th    งานบริการ: reason: means public services → {LONG}",
            ],
            id="in-a-pipe",
        ),
    ],
)
def test_what_changed_stands_under_its_concept(
    term: Term, cells: int | None, lines: list[str]
) -> None:
    assert said(term, cells) == lines


def test_a_concept_that_is_gone_has_its_name() -> None:
    new = Termbase(OLD.concepts[1:])
    assert list(table(differences(OLD, new), OLD, new, None)) == [
        "dan-van: dân vận",
        "        concept removed: dân vận",
    ]
