from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from termbases import drawn
from termfiles import FILE, with_concept

from glossary import termfile
from glossary.errors import InputError
from glossary.model import Concept, Status, Term, Termbase
from glossary.termfile import TermFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_file_is_read_with_what_this_version_does_not_know(path: Path) -> None:
    termbase = termfile.load(path)
    assert [concept.id for concept in termbase] == ["dan-van", "b", "c"]
    assert termbase.extra == {"owner": {"name": "us"}, "tail": "yes"}
    first = termbase.concepts[0]
    assert first.definition == "folded text # part of it"
    assert first.extra == {"weight": 3}
    assert first.in_lang("th")[0] == Term(
        "th", "การระดมมวลชน", Status.PROPOSED, ("ระดมมวลชน", "ระดม"), note="…"
    )


@pytest.mark.parametrize("word", ["no", "on", "off", "yes", "y", "n", "NO", "null-x", "1e3x"])
def test_words_that_yaml_1_1_takes_for_other_things_stay_words(word: str) -> None:
    text = f"schema: 1\nconcepts:\n- id: a\n  terms:\n    {word}:\n    - text: {word}\n"
    assert termfile.parse(text, "t").concepts[0].terms == (Term(word, word),)


def test_an_unquoted_date_is_a_text() -> None:
    text = "concepts:\n- id: a\n  terms:\n    no: [{text: x, decided_at: 2026-01-02T03:04:05Z}]\n"
    assert termfile.parse(text, "t").concepts[0].terms[0].decided_at == "2026-01-02T03:04:05Z"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "", "t:1: the file is empty; write 'schema: 1' and 'concepts: []'", id="empty"
        ),
        pytest.param(
            "- a\n", "t:1: the file is no mapping; write 'schema: 1' and 'concepts:'", id="list"
        ),
        pytest.param(
            "schema: 1\nconcepts:\n",
            "t:2: has no concepts, as a file that was cut off; restore it, or write "
            "'concepts: []' for a new one",
            id="cut-off",
        ),
        pytest.param(
            "schema: 1\n",
            "t:1: has no concepts, as a file that was cut off; restore it, or write "
            "'concepts: []' for a new one",
            id="cut-off-before",
        ),
        pytest.param(
            "schema: 9\nconcepts: []\n",
            "t:1: the schema is 9 and this thuatngu knows 1; upgrade thuatngu",
            id="newer-schema",
        ),
        pytest.param(
            "# c\nschema: one\n", "t:2: the schema is 'one'; write 'schema: 1'", id="no-schema"
        ),
        pytest.param(
            "concepts:\n- id: a\n- gloss: b\n",
            "t:3: a concept has no 'id'; give it one such as 'dan-van'",
            id="no-id",
        ),
        pytest.param(
            "concepts:\n- id: a\n  terms:\n    th:\n    - text: x\n      status: best\n",
            "t:6: 'best' is no status; write one of proposed, preferred, admitted, deprecated, "
            "superseded",
            id="status",
        ),
        pytest.param(
            "concepts:\n- id: a\n  terms:\n    th:\n    - text: 2030\n",
            "t:5: 'text' is read as the value 2030; quote it: text: \"2030\"",
            id="number",
        ),
        pytest.param(
            "concepts:\n- id: a\n  terms:\n    th:\n    - text: x\n      forms: y\n",
            "t:6: 'forms' is no list; write forms: [a, b]",
            id="forms",
        ),
        pytest.param(
            "concepts:\n- id: a\n  terms: {th: [{text: x, forms: [1]}]}\n",
            "t:3: 'forms' holds 1, no text; quote it",
            id="number-in-list",
        ),
        pytest.param(
            "concepts:\n- id: a\n  gloss: x\n  gloss: y\n",
            "t:4: the field 'gloss' stands twice; join the two",
            id="field-twice",
        ),
        pytest.param(
            "concepts:\n- id: a\n  terms: {th: [{text: a, text: b}]}\n",
            "t:3: the field 'text' stands twice; join the two",
            id="field-twice-on-one-line",
        ),
        pytest.param(
            "concepts:\n- id: a\n  gloss: &x y\n  note: *x\n",
            "t:3: has an anchor or alias; write the value out",
            id="anchor",
        ),
        pytest.param(
            "concepts: []\n---\nconcepts: []\n",
            "t: holds 2 YAML documents; keep one, without '---'",
            id="two-documents",
        ),
        pytest.param(
            "concepts:\n- id: a\n  gloss: b: c\n",
            "t:3: mapping values are not allowed in this context; "
            "mend the YAML there or just above",
            id="no-yaml",
        ),
        pytest.param(
            "concepts:\n- id: !x a\n",
            "t:2: 'id' is no text; write it on one line",
            id="tag",
        ),
        pytest.param(
            "concepts:\n- id: a\n  more: !x a\n",
            "t:3: 'more' has a YAML tag or a key that is no text; write plain values",
            id="tag-in-unknown-field",
        ),
    ],
)
def test_what_is_no_termbase_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        termfile.parse(text, "t")
    assert str(caught.value) == message


def test_a_new_termbase_has_an_empty_list(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("schema: 1\nconcepts: []\n", encoding="utf-8")
    assert termfile.load(path) == Termbase(())
    file = TermFile.read(path)
    added = file.updated(Termbase((Concept("a", (Term("vi", "a"),)),)))
    assert added.updated(Termbase(())).termbase == Termbase(())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"a\n\xff", "2: byte 2 is not UTF-8; save the file as UTF-8", id="latin"),
        pytest.param(
            b"a\nb\x1b[0m", "2: holds the control character U+001B; take it out", id="escape"
        ),
        pytest.param(b"a\x00", "1: holds the control character U+0000; take it out", id="nul"),
    ],
)
def test_bytes_that_are_no_text_are_named(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "t.yaml"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        termfile.load(path)
    assert str(caught.value) == f"{path}:{message}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    with pytest.raises(InputError) as caught:
        termfile.load(path)
    assert str(caught.value) == (
        f"{path}: cannot be read (No such file or directory); name a file that you may read"
    )


def test_nested_aliases_are_refused_before_they_are_expanded() -> None:
    text = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    with pytest.raises(InputError, match=r"t:1: has an anchor or alias"):
        termfile.parse(text, "t")


def test_an_ampersand_in_a_text_is_no_anchor() -> None:
    text = "concepts:\n- id: a\n  gloss: 'R: &D *x'\n  note: |\n    - &x\n"
    assert termfile.parse(text, "t").concepts[0].gloss == "R: &D *x"


@pytest.mark.parametrize(
    ("where", "line"),
    [
        pytest.param(("dan-van",), 6, id="concept"),
        pytest.param(("dan-van", "no", "nei"), 20, id="term"),
        pytest.param(("dan-van", "th", "บริการสาธารณะ"), 31, id="second-term"),
        pytest.param(("dan-van", "th", "not listed"), 6, id="no-such-term"),
        pytest.param(("b", "vi", "b"), 38, id="flow"),
        pytest.param(("c",), 39, id="id-is-not-first"),
    ],
)
def test_lines_are_found(path: Path, where: tuple[str, ...], line: int) -> None:
    assert TermFile.read(path).line_of(*where) == line


def test_a_concept_that_is_not_there_has_no_line(path: Path) -> None:
    with pytest.raises(KeyError):
        TermFile.read(path).line_of("none")


def test_saving_keeps_line_ends_and_the_byte_order_mark(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    file = TermFile.read(path)
    changed = file.updated(
        with_concept(file.termbase, 2, replace(file.termbase.concepts[2], gloss="x"))
    )
    changed.save()
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# our terms\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == FILE.count("\n") + 1
    changed.updated(file.termbase).save()
    assert path.read_bytes() == b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()


def test_a_file_that_somebody_else_changed_is_not_overwritten(path: Path) -> None:
    file = TermFile.read(path)
    path.write_text(FILE + "more: 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="was changed by another program since it was read"):
        file.save()
    assert path.read_text(encoding="utf-8") == FILE + "more: 1\n"


def test_a_file_is_read_again_only_where_somebody_changed_it(path: Path) -> None:
    file = TermFile.read(path)
    assert file.refreshed() is file
    changed = file.updated(Termbase(file.termbase.concepts[:2], file.termbase.extra))
    changed.save()
    assert changed.refreshed() is changed
    path.write_text(FILE, encoding="utf-8")
    assert changed.refreshed().text == FILE


def test_a_file_that_is_read_only_is_not_replaced(path: Path) -> None:
    file = TermFile.read(path)
    path.chmod(0o444)
    with pytest.raises(InputError) as caught:
        file.updated(Termbase(file.termbase.concepts[:2], file.termbase.extra)).save()
    assert str(caught.value) == (
        f"{path}: is read-only; make it writable ('chmod u+w') and save again"
    )
    assert path.read_text(encoding="utf-8") == FILE


def test_a_new_file_is_in_canonical_order(tmp_path: Path) -> None:
    concept = Concept("a", (Term("th", "no", Status.PREFERRED, ("x", "z")),), note="1", gloss="g")
    file = TermFile.new(tmp_path / "t.yaml", Termbase((concept,)))
    file.save()
    assert file.path.read_text(encoding="utf-8") == (
        'schema: 1\nconcepts:\n  - id: a\n    gloss: g\n    note: "1"\n    terms:\n      th:\n'
        '        - text: "no"\n          status: preferred\n          forms: [x, z]\n'
    )


def test_what_is_written_is_read_back() -> None:
    for termbase in drawn():
        assert termfile.parse(TermFile.new(Path("t"), termbase).text, "t") == termbase


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_libraries_of_yaml_1_1_read_the_same(version: str) -> None:
    from ruamel.yaml import YAML

    for termbase in drawn()[:20]:
        yaml = YAML(typ="safe", pure=True)
        yaml.version = version
        data = yaml.load(TermFile.new(Path("t"), termbase).text)
        assert [c["id"] for c in data["concepts"] or []] == [c.id for c in termbase]
        for concept, read in zip(termbase, data["concepts"] or [], strict=True):
            assert read.get("note", "") == concept.note
            assert [t["text"] for ts in read["terms"].values() for t in ts] == [
                t.text for t in concept.terms
            ]


def test_reading_imports_nothing_slow(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from glossary import termfile;"
        f"termfile.load(Path({str(path)!r}));"
        "print([m for m in ('ruamel.yaml', 'lxml', 'numpy', 'polib', 'rich') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
