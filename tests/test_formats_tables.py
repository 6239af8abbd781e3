from __future__ import annotations

import csv
import io

import pytest
from termbases import drawn
from test_formats import SAMPLE

from glossary import formats
from glossary.errors import InputError
from glossary.model import Concept, Status, Term


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_no_cell_is_a_formula(name: str) -> None:
    for termbase in drawn():
        text = formats.export(termbase, name).decode("utf-8-sig")
        delimiter = "," if name == "csv" else "\t"
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_spreadsheet_has_a_row_for_each_term() -> None:
    lines = formats.export(SAMPLE, "csv").decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "concept,subject,gloss,definition,concept note,broader,related,sources,language,term,"
        "status,forms,blocked by,part of speech,geographical usage,register,note,reason,source,"
        "decided by,decided at"
    )
    assert lines[1] == (
        "dan-van,party,mass mobilization,Work of the Party among the people.,,,ban-dan-van,,vi,"
        "dân vận,proposed,công tác dân vận,,,,,,,,,"
    )
    assert lines[4] == "dan-van,,,,,,,,th,บริการสาธารณะ,deprecated,,,,,,,means public service,,,"


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        pytest.param(
            "language;term;concept\nth;x;a\n", (Concept("a", (Term("th", "x"),)),), id="semicolons"
        ),
        pytest.param(
            "Term,Language,Status\nx,th,preferred\n\ny,th,\n",
            (
                Concept("", (Term("th", "x", Status.PREFERRED),)),
                Concept("", (Term("th", "y"),)),
            ),
            id="other-order-no-ids",
        ),
        pytest.param(
            "vi,th,remark\ndân vận,ระดม,?\nx,,\n",
            (
                Concept("", (Term("vi", "dân vận"), Term("th", "ระดม"))),
                Concept("", (Term("vi", "x"),)),
            ),
            id="a-column-a-language",
        ),
    ],
)
def test_tables_that_people_make_are_read(text: str, concepts: tuple[Concept, ...]) -> None:
    assert formats.read(text.encode(), "csv").concepts == concepts


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "csv",
            "a,b\n1,2\n",
            "f:1: has neither the columns 'language' and 'term' nor one named 'vi'; name the "
            "columns in the first row",
            id="columns",
        ),
        pytest.param(
            "csv",
            'vi,th\n"a,b\n',
            "f:2: the quote of a cell is never closed; mend the row there",
            id="quote",
        ),
        pytest.param(
            "csv",
            "language,term,status\nth,x,best\n",
            "f: 'best' is no status; write one of proposed, preferred, admitted, deprecated, "
            "superseded",
            id="status",
        ),
        pytest.param(
            "csv",
            "concept,gloss,language,term\na,one,vi,x\na,,th,ก\na,two,hi,क\n",
            "f:4: the gloss of 'a' is another than above; write it in one row",
            id="gloss-twice",
        ),
        pytest.param(
            "aws", "a b,c\n", "f:1: the first row has no languages; begin with 'vi,th'", id="head"
        ),
        pytest.param(
            "deepl", "x\ny\n", "f:1: has one column; write a source and a target", id="one-column"
        ),
    ],
)
def test_what_is_no_table_is_named(name: str, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        formats.read(text.encode(), name, "th", "f")
    assert str(caught.value) == message


def test_fields_of_a_concept_may_stand_in_every_row_of_it() -> None:
    text = "concept,gloss,language,term\na,one,vi,x\na,,th,ก\na,one,hi,क\n"
    (concept,) = formats.read(text.encode(), "csv")
    assert (concept.gloss, len(concept.terms)) == ("one", 3)


def test_machine_translation_gets_preferred_terms_only() -> None:
    assert formats.export(SAMPLE, "deepl", "th").decode() == "dân vận\tการระดมมวลชน\n"
    assert formats.export(SAMPLE, "google", "th").decode() == "dân vận,การระดมมวลชน\n"
    assert formats.export(SAMPLE, "aws", "th").decode() == "vi,th\ndân vận,การระดมมวลชน\n"
    assert formats.export(SAMPLE, "omegat", "th").decode() == (
        "dân vận\tการระดมมวลชน\tmass mobilization\n"
    )
    assert formats.export(SAMPLE, "deepl", "hi") == b""


def test_a_language_that_a_file_does_not_say_is_asked_for() -> None:
    with pytest.raises(InputError) as caught:
        formats.read(b"a\tb\n", "deepl", name="f")
    assert str(caught.value) == "f: does not say its language; give it, as in --lang th"
