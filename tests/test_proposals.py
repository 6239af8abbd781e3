from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from termbases import FIXED, termbases
from test_formats import EACH, SAMPLE

from glossary import formats
from glossary.model import Concept, Status, Term, Termbase
from glossary.proposals import Change, Kind, proposals

OURS = Termbase(
    (
        Concept(
            "dan-van",
            (
                Term("vi", "dân vận", forms=("công tác dân vận",)),
                Term("th", "ระดมมวลชน", Status.PREFERRED, ("ระดม",)),
                Term("th", "บริการ"),
            ),
            gloss="mass mobilization",
        ),
        Concept("doan", (Term("vi", "đoàn"),)),
        Concept("doan-2", (Term("vi", "Đoàn"),)),
    )
)


def of(*terms: Term, **more: object) -> Concept:
    return Concept("dan-van", terms, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("theirs", "items"),
    [
        pytest.param(of(Term("th", "ระดมมวลชน")), [], id="known"),
        pytest.param(of(Term("th", "ระดม")), [], id="known-as-a-form"),
        pytest.param(of(gloss="mass  mobilization"), [], id="other-white-space"),
        pytest.param(
            of(Term("th", "ใหม่", Status.PREFERRED)),
            [
                Change(
                    Kind.TERM, "dan-van", "th", "ใหม่", "status", "", "proposed (theirs: preferred)"
                ),
            ],
            id="a-new-term-is-proposed",
        ),
        pytest.param(
            of(Term("th", "ผิด", Status.DEPRECATED, reason="r")),
            [Change(Kind.TERM, "dan-van", "th", "ผิด", "status", "", "deprecated")],
            id="a-new-mistake-is-one",
        ),
        pytest.param(
            of(Term("th", "บริการ", Status.DEPRECATED, reason="r")),
            [
                Change(Kind.STATUS, "dan-van", "th", "บริการ", "status", "proposed", "deprecated"),
                Change(Kind.FIELD, "dan-van", "th", "บริการ", "reason", "", "r"),
            ],
            id="status",
        ),
        pytest.param(
            of(Term("th", "บริการ", Status.PREFERRED)),
            [
                Change(
                    Kind.CONFLICT,
                    "dan-van",
                    "th",
                    "บริการ",
                    "status",
                    "proposed",
                    "preferred",
                    "ระดมมวลชน is preferred",
                ),
            ],
            id="second-preferred",
        ),
        pytest.param(
            of(Term("th", "ระดมมวลชน", Status.DEPRECATED)),
            [
                Change(
                    Kind.CONFLICT,
                    "dan-van",
                    "th",
                    "ระดมมวลชน",
                    "status",
                    "preferred",
                    "deprecated",
                    "both decided",
                ),
            ],
            id="both-decided",
        ),
        pytest.param(
            of(gloss="public service", definition="d", related=("doan",)),
            [
                Change(
                    Kind.CONFLICT,
                    "dan-van",
                    "",
                    "",
                    "gloss",
                    "mass mobilization",
                    "public service",
                    "both have one",
                ),
                Change(Kind.FIELD, "dan-van", field="definition", theirs="d"),
                Change(Kind.FIELD, "dan-van", field="related", theirs="doan"),
            ],
            id="fields",
        ),
        pytest.param(
            Concept("", (Term("vi", "Công tác dân vận"), Term("th", "ก"))),
            [Change(Kind.TERM, "dan-van", "th", "ก", "status", "", "proposed")],
            id="found-by-name",
        ),
        pytest.param(
            Concept("", (Term("vi", "Mặt trận Tổ quốc"),)),
            [Change(Kind.CONCEPT, "mat-tran-to-quoc", "vi", "Mặt trận Tổ quốc")],
            id="new-concept",
        ),
        pytest.param(
            Concept("", (Term("vi", "đoàn"),)),
            [
                Change(
                    Kind.CONFLICT,
                    "",
                    "vi",
                    "đoàn",
                    reason="is the name of doan, doan-2; give the id",
                ),
            ],
            id="two-of-one-name",
        ),
        pytest.param(
            Concept("", (Term("th", "ก"),)),
            [Change(Kind.CONFLICT, "", reason="has neither an id nor a Vietnamese term")],
            id="nameless",
        ),
    ],
)
def test_what_an_import_would_do(theirs: Concept, items: list[Change]) -> None:
    assert list(proposals(OURS, Termbase((theirs,))).items) == items


def test_ours_stays_where_there_is_a_conflict() -> None:
    theirs = of(Term("th", "ระดมมวลชน", Status.DEPRECATED), gloss="public service")
    changes = proposals(OURS, Termbase((theirs,)))
    assert changes.termbase == OURS
    assert len(changes.conflicts) == 2


@pytest.mark.parametrize(("name", "profile"), EACH)
def test_what_was_exported_changes_nothing(name: str, profile: str) -> None:
    for lang in ("th", "hi"):
        data = formats.export(SAMPLE, name, lang, profile)
        assert proposals(SAMPLE, formats.read(data, name, lang)).items == ()


@given(termbases, termbases)
@FIXED
def test_importing_twice_adds_nothing(ours: Termbase, theirs: Termbase) -> None:
    once = proposals(ours, theirs)
    again = proposals(once.termbase, theirs)
    assert {item.kind for item in again.items} <= {Kind.CONFLICT}
    assert again.termbase == once.termbase


@given(termbases, st.sampled_from(["yaml", "json"]))
@FIXED
def test_an_empty_termbase_becomes_what_is_imported(theirs: Termbase, name: str) -> None:
    incoming = formats.read(formats.export(theirs, name), name)
    assert proposals(Termbase(()), incoming).termbase.concepts == theirs.concepts


@pytest.mark.parametrize(
    ("lang", "ours"),
    [
        pytest.param("th-TH", "th", id="region"),
        pytest.param("th_TH", "th", id="as-gettext-writes-it"),
        pytest.param("TH", "th", id="capitals"),
        pytest.param("th-764", "th", id="number"),
        pytest.param("lo-LA", "lo-LA", id="a-language-that-we-do-not-have"),
        pytest.param("th-Latn", "th-Latn", id="a-script-is-no-region"),
        pytest.param("hi-IN", "hi-IN", id="a-region-that-we-have"),
    ],
)
def test_a_language_with_a_region_is_the_one_that_we_have(lang: str, ours: str) -> None:
    base = Termbase(
        (Concept("a", (Term("vi", "x"), Term("th", "ก"), Term("hi", "क"), Term("hi-IN", "ख"))),)
    )
    incoming = Termbase((Concept("", (Term("vi-VN", "x"), Term(lang, "ข"))),))
    (change,) = proposals(base, incoming).items
    assert (change.concept, change.lang, change.text) == ("a", ours, "ข")
