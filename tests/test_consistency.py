"""Figures by hand on small corpora, and the properties that they must have on any."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from html import escape

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.consistency import GROUPS, MEANINGS, Figures, Report, parted, report, spread
from aligner.mining.ground import Corpus
from aligner.model import Bead, Bitext, Boilerplate, Document, Mode, Rendering, Segment
from aligner.report_data import rows
from aligner.report_page import page
from aligner.uses import OMITTED, UNRESOLVED
from glossary.model import Concept, Status, Term, Termbase

GOOD, POOR, WRONG = "mobilization", "agitation", "public service"

TERMBASE = Termbase(
    (
        Concept(
            "dan-van",
            (
                Term("vi", "dân vận"),
                Term("en", GOOD, Status.PREFERRED, forms=("mobilisation",)),
                Term("en", POOR, Status.ADMITTED),
                Term("en", WRONG, Status.DEPRECATED),
            ),
            gloss="mass mobilization",
        ),
        Concept("mat-tran", (Term("vi", "mặt trận"), Term("en", "front"))),
    )
)


def corpus(*texts: str, sources: tuple[str, ...] = (), published: str = "") -> Corpus:
    """English documents of one sentence a line, the first ones aligned line by line to a source."""
    documents: list[Document] = []
    segments: dict[str, tuple[Segment, ...]] = {}
    bitexts: list[Bitext] = []
    for kind, lang, pages in (("s", "vi", sources), ("t", "en", texts)):
        for number, text in enumerate(pages):
            key = f"{kind}{number:015}"
            url = f"https://paper{number}.example.org/a" if kind == "t" else ""
            documents.append(Document(key, f"{key}.txt", lang, text, url, published=published))
            found, start = [], 0
            for line in text.split("\n"):
                found.append(Segment(start, start + len(line)))
                start += len(line) + 1
            segments[key] = tuple(found)
    for number, text in enumerate(sources):
        lines, target = text.count("\n") + 1, segments[f"t{number:015}"]
        beads = [
            Bead((i,), (i,) if target[i].start < target[i].end else (), 1.0) for i in range(lines)
        ]
        ids = (f"s{number:015}", f"t{number:015}")
        bitexts.append(Bitext(*ids, Mode.PARALLEL, tuple(beads), "test"))
    return Corpus(tuple(documents), segments, tuple(bitexts))


def of_dan_van(found: Report) -> dict[str, object]:
    row = next(row for row in rows(found, TERMBASE) if row["concept"] == "dan-van")
    return {**row, **row["figures"]}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            (f"{GOOD}. {GOOD}.", f"The {GOOD} of it."),
            {"predominance": 1.0, "ltcr": 1.0, "effective_variants": 1.0, "forbidden_rate": 0.0},
            id="one-rendering",
        ),
        pytest.param(
            (f"{GOOD}. {GOOD}.", f"{WRONG}. {WRONG}."),
            {
                "predominance": 0.5,
                "ltcr": round(2 / 6, 6),
                "ltcr_within": 1.0,
                "ltcr_across": 0.0,
                "effective_variants": 2.0,
                "forbidden_rate": 500.0,
                "adherence": 0.5,
            },
            id="each-document-keeps-to-its-own",
        ),
        pytest.param(
            (f"{GOOD}, {GOOD}, {GOOD}, {POOR}.",),
            {
                "predominance": 0.75,
                "ltcr": 0.5,
                "effective_variants": 1.6,
                "adherence": 0.75,
                "adherence_lenient": 1.0,
                "ltcr_across": None,
                "intervals": {},
            },
            id="one-document-has-no-interval",
        ),
        pytest.param(
            (f"{GOOD.upper()}, mobilisation.",),
            {"predominance": 1.0, "ltcr": 1.0, "effective_variants": 1.0},
            id="spelling-is-no-inconsistency",
        ),
        pytest.param(
            (f"{GOOD}.",),
            {"predominance": 1.0, "ltcr": None, "effective_variants": 1.0},
            id="one-occurrence-can-not-disagree",
        ),
    ],
)
def test_figures_of_a_concept(texts: tuple[str, ...], expected: dict[str, object]) -> None:
    found = of_dan_van(report(TERMBASE, corpus(*texts)))
    assert {name: found[name] for name in expected} == expected


def test_a_source_tells_omitted_from_unresolved() -> None:
    found = report(
        TERMBASE,
        corpus(
            f"The {GOOD} grew.\nNothing of the kind.\n",
            f"The {WRONG} stood alone.",
            sources=("Dân vận một.\nDân vận hai.\nDân vận ba.",),
        ),
    )
    assert [(u.document[0], u.rendering) for row in found.rows for u in row.uses] == [
        ("t", OMITTED),
        ("t", UNRESOLVED),
        ("t", GOOD),
        ("t", WRONG),
    ]
    row = of_dan_van(found)
    assert (row["occurrences"], row["resolved"], row["omitted"]) == (4, 2, 1)
    assert (row["resolution"], row["omission_rate"]) == (0.5, 0.25)


def test_a_mined_rendering_counts_only_where_the_caller_is_sure() -> None:
    def row(text: str, score: float) -> Rendering:
        return Rendering("dan-van", "en", text, "new", 1, 1, score, 2)

    texts = corpus(f"{GOOD} and people's work and odd jobs.")
    mined = [row("people's work", 12.0), row("odd jobs", 3.0)]
    assert of_dan_van(report(TERMBASE, texts, mined))["new_variant_rate"] == 0.0
    found = report(TERMBASE, texts, mined, sure=10.0)
    concept = of_dan_van(found)
    assert concept["new_variant_rate"] == 0.5
    assert [v["text"] for v in concept["variants"]] == [GOOD, "people's work"]  # type: ignore[attr-defined]


def test_boilerplate_is_not_counted() -> None:
    plain = corpus(f"{GOOD}.\nSource: {WRONG}")
    marked = {
        key: (found[0], Segment(found[1].start, found[1].end, Boilerplate.SOURCE))
        for key, found in plain.segments.items()
    }
    found = report(TERMBASE, Corpus(plain.documents, marked))
    assert [use.rendering for row in found.rows for use in row.uses] == [GOOD]


def test_concepts_are_ordered_by_what_a_decision_repairs() -> None:
    found = report(TERMBASE, corpus(f"front front front front {GOOD} {WRONG} {WRONG}"))
    assert [(row.concept, row.wrong) for row in found.rows] == [("dan-van", 2), ("mat-tran", 0)]


def test_the_same_corpus_gives_the_same_bytes() -> None:
    texts = corpus(f"{GOOD}.", f"{WRONG}.", f"{POOR} {GOOD}.", published="2024-06-26")
    one, two = report(TERMBASE, texts), report(TERMBASE, texts)
    first, second = (
        json.dumps(list(rows(found, TERMBASE)), allow_nan=False) for found in (one, two)
    )
    assert first == second
    assert page(one, TERMBASE) == page(two, TERMBASE)
    low, high = one.rows[0].figures.intervals["predominance"]
    assert low <= one.rows[0].figures.predominance <= high


def test_a_page_takes_no_text_for_markup() -> None:
    hostile = Termbase(
        (
            Concept(
                "dan-van",
                (Term("vi", "<script>alert(1)</script>"), Term("en", "a & <b>b</b> c")),
            ),
        )
    )
    html = page(report(hostile, corpus("a & <b>b</b> c, \u202eagain a & <b>b</b> c")), hostile)
    assert "<script" not in html
    assert "<b>" not in html
    assert "a &amp; &lt;b&gt;b&lt;/b&gt; c" in html
    assert "http" not in html.replace("http-equiv", "")


def test_an_empty_corpus_has_an_empty_report() -> None:
    found = report(TERMBASE, Corpus((), {}))
    assert (found.rows, dict(found.totals)) == ((), {})
    assert "No concept occurs" in page(found, TERMBASE)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.sampled_from([GOOD, POOR, WRONG]), min_size=1, max_size=6),
        min_size=1,
        max_size=5,
    )
)
def test_figures_agree_with_their_definitions(documents: list[list[str]]) -> None:
    found = report(TERMBASE, corpus(*(". ".join(d) for d in documents)), samples=50)
    figures = found.rows[0].figures
    flat = [(i, v) for i, d in enumerate(documents) for v in d]
    counts = np.array([sum(v == text for _, v in flat) for text in (GOOD, POOR, WRONG)])
    pairs = [(i == j, v == w) for a, (i, v) in enumerate(flat) for j, w in flat[a + 1 :]]
    assert figures.predominance == pytest.approx(counts.max() / counts.sum(), abs=1e-6)
    assert figures.effective_variants == pytest.approx(
        1 / ((counts / counts.sum()) ** 2).sum(), abs=1e-6
    )
    for name, chosen in (
        ("ltcr", pairs),
        ("ltcr_within", [p for p in pairs if p[0]]),
        ("ltcr_across", [p for p in pairs if not p[0]]),
    ):
        value = getattr(figures, name)
        if not chosen:
            assert math.isnan(value)
        else:
            assert value == pytest.approx(sum(s for _, s in chosen) / len(chosen), abs=1e-6)


def in_two_months() -> Report:
    """Two papers in June, one of them again in July."""
    texts = corpus(f"{GOOD}. {WRONG}.", f"{GOOD}.", f"{GOOD}. {GOOD}.")
    months = ("2024-06-26", "2024-06-27", "2024-07-01")
    documents = [replace(d, published=m) for d, m in zip(texts.documents, months, strict=True)]
    documents[2] = replace(documents[2], url=documents[0].url)
    return report(TERMBASE, Corpus(tuple(documents), texts.segments))


@pytest.mark.parametrize(
    ("by", "found"),
    [
        pytest.param(
            "source", {"paper0.example.org": (4, 0.75), "paper1.example.org": (1, 1.0)}, id="source"
        ),
        pytest.param("month", {"2024-06": (3, 0.666667), "2024-07": (2, 1.0)}, id="month"),
    ],
)
def test_figures_are_parted(by: str, found: dict[str, tuple[int, float]]) -> None:
    parts = parted(in_two_months(), by)
    assert {n: (f.occurrences, f.predominance) for (_, n), f in parts.items()} == found
    assert {lang for lang, _ in parts} == {"en"}
    named = next(rows(in_two_months(), TERMBASE))[f"by_{by}"]
    assert [(part[by], part["figures"]["occurrences"]) for part in named] == [
        (name, count) for name, (count, _) in found.items()
    ]


def test_documents_without_a_month_are_in_no_part() -> None:
    assert parted(report(TERMBASE, corpus(f"{GOOD}.")), "month") == {}


def test_the_parts_of_a_concept_have_all_its_occurrences() -> None:
    found = in_two_months()
    row = next(row for row in found.rows if row.concept == "dan-van")
    assert spread(found, row, "month") == {"2024-06": {GOOD: 2, WRONG: 1}, "2024-07": {GOOD: 2}}
    for by in GROUPS:
        counts = [sum(of.values()) for of in spread(found, row, by).values()]
        assert sum(counts) == row.figures.occurrences


def test_each_figure_says_what_it_is() -> None:
    counted = {"occurrences", "resolved", "omitted"}
    assert MEANINGS.keys() == {field.name for field in fields(Figures)} - counted
    shown = page(in_two_months(), TERMBASE)
    assert all(escape(said, quote=True) in shown for said in MEANINGS.values())
