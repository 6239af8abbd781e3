"""Edits of a termbase file: each touches only its own lines."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from termbases import FIXED, concepts, termbases
from termfiles import FILE, with_concept

from glossary import termfile
from glossary.errors import InputError
from glossary.model import Concept, Status, Term, Termbase
from glossary.record import same
from glossary.termfile import TermFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def changes(before: str, after: str) -> list[str]:
    """Lines taken out and put in."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def with_term(termbase: Termbase, n: int, m: int, *terms: Term) -> Termbase:
    concept = termbase.concepts[n]
    return with_concept(
        termbase, n, replace(concept, terms=(*concept.terms[:m], *terms, *concept.terms[m + 1 :]))
    )


def test_a_status_that_changes_changes_one_line_and_adds_who_and_when(path: Path) -> None:
    file = TermFile.read(path)
    term = file.termbase.concepts[0].in_lang("th")[0]
    decided = replace(
        term, status=Status.PREFERRED, decided_by="An", decided_at="2026-01-02T03:04:05Z"
    )
    after = file.updated(with_term(file.termbase, 0, 2, decided))
    assert changes(file.text, after.text) == [
        "-          status: proposed",
        "+          status: preferred",
        "+          decided_by: An",
        '+          decided_at: "2026-01-02T03:04:05Z"',
    ]


def test_each_edit_touches_only_its_own_lines(path: Path) -> None:
    file = TermFile.read(path)
    termbase = file.termbase
    first = termbase.concepts[0]
    vi, _, word, mistake = first.terms

    def after(new: Termbase) -> list[str]:
        return changes(file.text, file.updated(new).text)

    assert after(with_term(termbase, 0, 0, replace(vi, forms=("x",)))) == [
        "-          forms: [công tác dân vận]      # look-up forms",
        "+          forms: [x]      # look-up forms",
    ]
    assert after(with_term(termbase, 0, 2, replace(word, forms=("ระดม", "a: b")))) == [
        "-            - ระดมมวลชน  # so",
        '+            - "a: b"',
    ]
    assert after(with_term(termbase, 0, 3, mistake, Term("th", "ใหม่"), Term("km", "x"))) == [
        "+        - text: ใหม่",
        "+      km:",
        "+        - text: x",
    ]
    assert after(with_term(termbase, 0, 3)) == [
        "-        - text: บริการสาธารณะ",
        "-          status: deprecated",
        "-          reason: means public service; …",
        "-          blocked_by: [งานบริการสาธารณะ]",
    ]
    assert after(with_concept(termbase, 0, replace(first, definition="", note="no"))) == [
        "-    definition: >-",
        "-      folded text",
        "-      # part of it",
        '+    note: "no"',
    ]
    assert after(with_concept(termbase, 0, replace(first, related=("z",)))) == [
        "-    related: [ban-dan-van,",
        "-       dan-van-kheo]  # two",
        "+    # two",
        "+    related: [z]",
    ]
    assert after(with_concept(termbase, 1, replace(termbase.concepts[1], gloss="x"))) == [
        "-  - {id: b, terms: {vi: [{text: b}]}}   # on one line",
        "+  # on one line",
        "+  - id: b",
        "+    gloss: x",
        "+    terms:",
        "+      vi:",
        "+        - text: b",
    ]
    new = Concept("new", (Term("vi", "mới"),))
    assert after(replace(termbase, concepts=(first, new, *termbase.concepts[1:]))) == [
        "+  - id: new",
        "+    terms:",
        "+      vi:",
        "+        - text: mới",
    ]
    assert after(replace(termbase, concepts=termbase.concepts[:2])) == [
        "-  - terms:",
        "-      vi:",
        "-      - text: c",
        "-    id: c",
    ]


def test_nothing_changed_is_the_same_file(path: Path) -> None:
    file = TermFile.read(path)
    assert file.updated(file.termbase) is file


def test_concepts_move_with_the_comments_above_them(path: Path) -> None:
    file = TermFile.read(path)
    first, second, third = file.termbase.concepts
    after = file.updated(replace(file.termbase, concepts=(second, first, third)))
    assert after.text.index("# the rest") < after.text.index("# the Party")
    assert sorted(after.text.split("\n")) == sorted(file.text.split("\n"))


def test_what_only_one_parser_reads_is_edited_too() -> None:
    text = "concepts:\n- id: a\n\t# why\n  terms:\n    th:\n    - text: x\n"
    file = TermFile(Path("t"), text, termfile.parse(text, "t"), (), None)  # type: ignore[arg-type]
    after = file.updated(with_concept(file.termbase, 0, Concept("a", (Term("th", "z"),))))
    assert after.text == "concepts:\n# why\n- id: a\n  terms:\n    th:\n      - text: z\n"
    assert file.line_of("a", "th", "x") == 2


@given(termbases, termbases)
@FIXED
def test_any_edit_can_be_made_and_taken_back(one: Termbase, other: Termbase) -> None:
    file = TermFile.new(Path("t"), one)
    there = file.updated(other)
    assert same(termfile.parse(there.text, "t"), other)
    assert there.termbase == termfile.parse(there.text, "t")
    back = there.updated(one)
    assert same(termfile.parse(back.text, "t"), one)


@given(termbases, st.data())
@FIXED
def test_one_concept_changed_is_read_without_the_others(one: Termbase, data: st.DataObject) -> None:
    if not one.concepts:
        return
    file = TermFile.new(Path("t"), one)
    n = data.draw(st.integers(0, len(one) - 1))
    other = with_concept(one, n, replace(data.draw(concepts()), id=one.concepts[n].id))
    there = file.updated(other)
    assert same(there.termbase, other)
    assert there.termbase == termfile.parse(there.text, "t")


KEEPS_BLANKS = """\
concepts:
- id: a
  note: |+
    text

# b
- id: b
"""


@pytest.mark.parametrize(
    "ids",
    [
        pytest.param("ab", id="changed"),
        pytest.param("anb", id="between"),
        pytest.param("abn", id="after"),
        pytest.param("ba", id="moved"),
        pytest.param("b", id="removed"),
    ],
)
def test_blank_lines_that_are_text_stay_text_or_nothing_is_changed(ids: str) -> None:
    termbase = termfile.parse(KEEPS_BLANKS, "t")
    assert termbase.concepts[0].note == "text\n\n"
    file = TermFile(Path("t"), KEEPS_BLANKS, termbase, (), None)  # type: ignore[arg-type]
    there = {**termbase.by_id, "n": Concept("n", ())}
    wanted = Termbase(tuple(replace(there[id_], gloss="new") for id_ in ids))
    try:
        after = file.updated(wanted)
    except InputError as error:
        assert "is written in a way that can't be changed line by line" in str(error)  # noqa: PT017
        return
    assert after.termbase == wanted == termfile.parse(after.text, "t")


def test_fields_at_the_top_and_an_emptied_list_keep_the_comments() -> None:
    text = "# ours\nschema: 1\nconcepts:  # all of them\n- id: a\n# end\nowner: us  # who\n"
    file = TermFile(Path("t"), text, termfile.parse(text, "t"), (), None)  # type: ignore[arg-type]
    emptied = file.updated(Termbase((), {"owner": "them"}))
    assert emptied.text == (
        "# ours\nschema: 1\nconcepts: []  # all of them\n# end\nowner: them  # who\n"
    )
    assert emptied.updated(Termbase((Concept("b", ()),), {"owner": "them"})).text == (
        "# ours\nschema: 1\nconcepts:  # all of them\n  - id: b\n    terms: {}\n"
        "# end\nowner: them  # who\n"
    )
