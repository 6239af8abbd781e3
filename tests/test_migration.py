from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from termbases import FIXED, texts

from glossary import termfile, yamltext
from glossary.errors import InputError
from glossary.formats import read as read_format
from glossary.migration import migrated
from glossary.model import Concept, Term, Termbase
from glossary.record import SCHEMA
from glossary.termfile import TermFile
from glossary.validate import validate

OLD = """\
# our words

# who works among the people
dân vận:  # ask An
  th: การระดมมวลชน   # agreed
  # two of them
  hi: [जन लामबंदी, "जन # आंदोलन"]  # both seen

Mặt trận: {th: แนวร่วม}   # inline
# the committee
Ban Dân vận:
  vi: Ban dân vận trung ương
  hi:
    # first
    - एक  # one
    - दो
  en:
  # end of it
"""
NEW = """\
# our words

schema: 1
concepts:
  # who works among the people
  - id: dan-van  # ask An
    terms:
      vi:
        - text: dân vận
      th:
        - text: การระดมมวลชน   # agreed
      hi:
        # two of them
        - text: जन लामबंदी  # both seen
        - text: "जन # आंदोलन"

  - id: mat-tran   # inline
    terms:
      vi:
        - text: Mặt trận
      th:
        - text: แนวร่วม
  # the committee
  - id: ban-dan-van
    terms:
      vi:
        - text: Ban Dân vận
        - text: Ban dân vận trung ương
      hi:
        # first
        - text: एक  # one
        - text: दो
        # end of it
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(OLD, encoding="utf-8")
    return path


def test_a_file_of_an_older_schema_is_read(old: Path) -> None:
    termbase = termfile.load(old)
    assert [concept.id for concept in termbase] == ["dan-van", "mat-tran", "ban-dan-van"]
    assert termbase.concepts[0].terms == (
        Term("vi", "dân vận"),
        Term("th", "การระดมมวลชน"),
        Term("hi", "जन लामबंदी"),
        Term("hi", "जन # आंदोलन"),
    )
    assert read_format(OLD.encode(), "yaml") == termbase


def test_it_is_migrated_with_its_comments(old: Path) -> None:
    file = TermFile.read(old)
    new = file.migrated()
    assert new.text == NEW
    assert new.termbase == file.termbase
    new.save()
    again = TermFile.read(old)
    assert again.migrated() is again
    assert (again.text, again.old) == (NEW, None)


def test_it_is_not_changed_before(old: Path) -> None:
    file = TermFile.read(old)
    assert file.updated(file.termbase) is file
    with pytest.raises(InputError) as caught:
        file.updated(Termbase(file.termbase.concepts[:1]))
    assert str(caught.value) == (
        f"{old}: is of an older schema, which can be read and not changed; "
        "run 'thuatngu migrate' first"
    )


def test_validation_says_that_it_is_old_and_where_its_faults_are(old: Path) -> None:
    old.write_text(OLD.replace("แนวร่วม", "ไม่\u200bใช่"), encoding="utf-8")
    found = [f"{f.line}:{f.column} {f.code} {f.message}" for f in validate(old)]
    assert found == [
        "1:1 TB006 is of an older schema, which can be read and not changed; "
        "run 'thuatngu migrate'",
        "9:16 TB301 the 'th' text 'ไม่\\u200bใช่' of 'mat-tran' holds characters that nobody sees; "
        "write 'ไม่ใช่'",
    ]


@pytest.mark.parametrize(
    ("where", "line"),
    [
        pytest.param(("dan-van",), 4, id="concept"),
        pytest.param(("dan-van", "vi", "dân vận"), 4, id="name"),
        pytest.param(("dan-van", "th", "การระดมมวลชน"), 5, id="term"),
        pytest.param(("ban-dan-van", "vi", "Ban dân vận trung ương"), 12, id="second-name"),
        pytest.param(("ban-dan-van", "hi", "दो"), 16, id="second-term"),
    ],
)
def test_lines_are_those_of_the_old_file(old: Path, where: tuple[str, ...], line: int) -> None:
    assert TermFile.read(old).line_of(*where) == line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "dân vận:\n  th: 5\n",
            "t:2: 'text' is read as the value 5; quote it: text: \"5\"",
            id="number",
        ),
        pytest.param(
            "schema: 0\ndân vận: x\n",
            "t:1: is not of schema 0, which gives each Vietnamese term its translations by "
            "language; mend it, or write it anew in today's",
            id="other-shape",
        ),
        pytest.param(
            "dân vận:\n  th: {text: x}\n",
            "t:1: has no concepts, as a file that was cut off; restore it, or write "
            "'concepts: []' for a new one",
            id="neither",
        ),
        pytest.param(
            "dân vận: {th: x}\ndân vận: {th: y}\n",
            "t:2: the field 'dân vận' stands twice; join the two",
            id="twice",
        ),
        pytest.param(
            "schema: 9\nconcepts: what\nnew: [1]\nnew: [2]\n",
            "t:1: the schema is 9 and this thuatngu knows 1; upgrade thuatngu",
            id="newer",
        ),
        pytest.param("schema: -1\n", "t:1: the schema is -1; write 'schema: 1'", id="negative"),
        pytest.param("schema: true\n", "t:1: the schema is True; write 'schema: 1'", id="boolean"),
    ],
)
def test_what_is_of_no_known_schema_gives_one_error(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        termfile.parse(text, "t")
    assert str(caught.value) == message
    path = tmp_path / "t.yaml"
    path.write_text(text, encoding="utf-8")
    errors = [f for f in validate(path) if f.severity.value == "error"]
    assert [f"t:{f.line}: {f.message}" for f in errors] == [message]


translations = st.dictionaries(
    st.sampled_from(["th", "hi", "vi", "zh-Hant", "no"]),
    st.one_of(texts, st.lists(texts, min_size=1, max_size=3, unique=True), st.none()),
    max_size=3,
)


@given(st.dictionaries(texts, translations, min_size=1, max_size=4))
@FIXED
def test_whatever_an_old_file_says_is_said_after(data: dict[str, object]) -> None:
    text = yamltext.document(data)
    file = TermFile(Path("t"), text, termfile.parse(text, "t"), (), None, data)  # type: ignore[arg-type]
    assert file.migrated().termbase == file.termbase
    assert [concept.name for concept in file.termbase] == list(data)
    assert migrated(dict(data), SCHEMA) == data


def test_an_explicit_zero_and_no_entry_are_of_it_too() -> None:
    assert termfile.parse("schema: 0\n", "t") == Termbase(())
    assert termfile.parse("schema: 0\na: {}\n", "t") == Termbase(
        (Concept("a", (Term("vi", "a"),)),)
    )
    file = TermFile(Path("t"), "schema: 0\n", Termbase(()), (), None, {"schema": 0})  # type: ignore[arg-type]
    assert file.migrated().text.strip() == "schema: 1\nconcepts: []"
