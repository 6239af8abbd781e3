"""Files that are broken, of the wrong kind or hostile: one clear error, and nothing changes."""

from __future__ import annotations

import gzip
import random
import unicodedata
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from termbases import FIXED
from test_formats import EACH, SAMPLE
from typer.testing import CliRunner

from glossary import bitexts, formats
from glossary.errors import InputError
from glossary.formats import FORMATS
from glossary.formats.bitext import Text, write_tmx, write_xliff
from glossary.model import Concept, Status, Term, Termbase
from glossary.termfile import TermFile
from thuatngu.cli import app

LATIN = Termbase((Concept("dan-van", (Term("vi", "dân vận"), Term("th", "ka", Status.PREFERRED))),))
"""A termbase whose text Vietnamese code pages have."""
PAIRS = [Text("a/vi.txt", (("Công tác dân vận & hơn.", "งานระดมมวลชน <b>", 0.9),) * 3)]


def spreadsheet() -> bytes:
    """What is saved as .csv by who renames a workbook."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


def read(data: bytes, name: str) -> Termbase | str:
    """What a file says, or the error that it gives."""
    try:
        return formats.read(data, name, "th", "f")
    except InputError as error:
        return str(error)


def said(data: bytes, name: str) -> str:
    """The error that a file gives."""
    found = read(data, name)
    assert isinstance(found, str)
    assert found.startswith("f")
    assert "\n" not in found
    return found


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(random.Random(1).randbytes(4096), id="noise"),
        pytest.param(bytes(4096), id="zeros"),
        pytest.param(gzip.compress(b"a" * 99, mtime=0), id="gzip"),
        pytest.param(spreadsheet(), id="workbook"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", id="picture"),
        pytest.param("dân vận".encode("utf-16"), id="utf-16"),
    ],
)
def test_what_is_no_text_is_named(name: str, data: bytes) -> None:
    assert said(data, name)


@pytest.mark.parametrize(("name", "profile"), EACH)
def test_a_file_in_another_encoding_is_read_right_or_named(name: str, profile: str) -> None:
    data = formats.export(LATIN, name, "th", profile)
    right = formats.kept(LATIN, name, "th", profile)
    text = data.decode("utf-8-sig")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258", "cp1252"):
        # The Vietnamese code page has tones as characters of their own.
        encoded = unicodedata.normalize("NFD", text) if encoding == "cp1258" else text
        found = read(encoded.encode(encoding, "xmlcharrefreplace"), name)
        if isinstance(found, str):
            assert found.startswith("f")
            assert "\n" not in found
        else:
            assert found == right, encoding


@pytest.mark.parametrize(("name", "profile"), EACH)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf"), id="mark"),
        pytest.param(lambda data: data.removeprefix(b"\xef\xbb\xbf"), id="no-mark"),
        pytest.param(lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), id="crlf"),
        pytest.param(lambda data: data.replace(b"\r\n", b"\n"), id="lf"),
        pytest.param(lambda data: data + b"\n\n", id="blank-lines-at-the-end"),
    ],
)
def test_what_editors_do_to_a_file_changes_nothing(
    name: str, profile: str, change: Callable[[bytes], bytes]
) -> None:
    data = formats.export(SAMPLE, name, "th", profile)
    assert formats.read(change(data), name, "th") == formats.kept(SAMPLE, name, "th", profile)


def laughs(levels: int = 9) -> str:
    inner = "".join(
        f'<!ENTITY a{n} "{("&a" + (str(n - 1) if n else "") + ";") * 10}">' for n in range(levels)
    )
    return f'<!DOCTYPE r [<!ENTITY a "bbbbbbbbbb">{inner}]>'


BIG = f'<!DOCTYPE r [<!ENTITY a "{"b" * 100_000}">]>'
BOMBS = [
    pytest.param(laughs(), "&a8;", "", id="laughs"),
    pytest.param(laughs(), "x", "&a8;", id="laughs-in-an-attribute"),
    pytest.param(BIG, "&a;" * 1000, "", id="hundred-megabytes"),
    pytest.param(BIG, "x", "&a;" * 1000, id="hundred-megabytes-in-an-attribute"),
    pytest.param('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hosts">]>', "&a;", "", id="file"),
    pytest.param(
        '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://example.invalid/a"> %a;]>', "x", "", id="network"
    ),
]


@pytest.mark.parametrize(("head", "text", "attribute"), BOMBS)
def test_entities_are_not_written_out(head: str, text: str, attribute: str) -> None:
    data = f'{head}<tbx><conceptEntry id="c{attribute}"><note>{text}</note></conceptEntry></tbx>'
    for name in ("tbx", "tbx2"):
        assert said(data.encode(), name) == "f: defines entities; write the text out"
    for suffix in (".tmx", ".xlf"):
        with pytest.raises(InputError) as caught:
            bitexts.read(data, f"f{suffix}")
        assert "declares the entity" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param(
            "tbx",
            "<tbx>" + "<a>" * 9999 + "</a>" * 9999 + "</tbx>",
            "f:1: Excessive depth in document: 256; mend the XML there",
            id="xml",
        ),
        pytest.param(
            "yaml",
            "concepts: " + "[" * 99_999,
            "f:1: recursion limit exceeded; mend the YAML there or just above",
            id="yaml",
        ),
        pytest.param(
            "yaml",
            "concepts:\n- id: a\n  x:\n" + "".join(f"{'  ' * n}b:\n" for n in range(2, 900)),
            "f:3: 'x' is nested too deeply; write plain values",
            id="unknown-field",
        ),
        pytest.param(
            "json",
            '{"concepts":' + "[" * 99_999,
            "f: is nested too deeply; give a termbase",
            id="json",
        ),
    ],
)
def test_what_is_nested_beyond_reason_is_named(name: str, data: str, message: str) -> None:
    assert said(data.encode(), name) == message


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param(
            "json",
            '{"concepts": [], "x": NaN}',
            "f: JSON has no number NaN; quote it",
            id="json-constant",
        ),
        pytest.param(
            "json",
            f'{{"concepts": [], "x": {"9" * 5000}}}',
            "f: holds a number of thousands of digits; quote it",
            id="json-digits",
        ),
        pytest.param(
            "tbx",
            f'<tbx><conceptEntry id="a"><langSec xml:lang="{"en" * 99}"/></conceptEntry></tbx>',
            "f: 'enenenenenenenenenen…' is no language tag; write one such as 'th'",
            id="language",
        ),
        pytest.param(
            "json",
            f'{{"concepts": [], "{"x" * 2000}": 1}}',
            "f: the file: the field name 'xxxxxxxxxxxxxxxxxxxx…' has 2,000 characters; shorten it",
            id="name-of-a-field",
        ),
        pytest.param(
            "yaml",
            f"concepts: []\nx: {{{'x' * 200}: 1}}\n",
            "f:2: 'x' has a key of hundreds of characters; write plain values",
            id="name-within-a-field",
        ),
        pytest.param(
            "tsv",
            'language\tterm\nvi\t"a"b\n',
            "f:2: text follows the closing quote of a cell; mend the row there",
            id="cell-with-more",
        ),
        pytest.param(
            "csv",
            'language,term\nvi,"a\n',
            "f:2: the quote of a cell is never closed; mend the row there",
            id="cell-cut-off",
        ),
    ],
)
def test_an_error_is_one_line_that_people_can_read(name: str, data: str, message: str) -> None:
    assert said(data.encode(), name) == message


def test_an_error_that_quotes_much_loses_its_middle() -> None:
    message = said(f"<tbx><{'a' * 9000}></b></tbx>".encode(), "tbx")
    assert len(message) < 500
    assert message.startswith("f:1: Opening and ending tag mismatch: aaaa")
    assert message.endswith("aaaa line 1 and b; mend the XML there")


def test_a_note_with_a_number_of_thousands_of_digits_is_somebodys_note() -> None:
    note = f'thuatngu: {{"x": {"9" * 5000}}}'
    data = f'<tbx><text><body><conceptEntry id="c-a"><note>{note}</note></conceptEntry></body>'
    assert read(f"{data}</text></tbx>".encode(), "tbx") == Termbase((Concept("a", (), note=note),))


@pytest.mark.parametrize("value", [".inf", "-.inf", ".nan"])
def test_a_number_that_json_has_not_goes_out_in_yaml_alone(value: str) -> None:
    text = f"schema: 1\nconcepts:\n  - id: a\n    x: {value}\n    terms: {{}}\n"
    base = formats.read(text.encode(), "yaml")
    assert formats.export(base, "yaml").decode() == text
    for name in ("json", "tbx", "tbx2"):
        with pytest.raises(InputError) as caught:
            formats.export(base, name)
        assert str(caught.value) == (
            f"an unknown field of 'a' is no finite number, and can't be written in {name}; quote it"
        )
    assert formats.export(base, "csv")


def po_of_pairs() -> bytes:
    return formats.export(SAMPLE, "po", "th")


@pytest.mark.parametrize(
    ("suffix", "whole"),
    [
        pytest.param(".po", po_of_pairs(), id="po"),
        pytest.param(".tmx", write_tmx(PAIRS, "vi", "th"), id="tmx"),
        pytest.param(".xlf", write_xliff(PAIRS, "vi", "th", SAMPLE), id="xliff"),
        pytest.param(".tsv", "dân vận\tระดม\r\nmặt trận\tแนวร่วม\n".encode(), id="tsv"),
    ],
)
def test_broken_bitexts_give_one_clear_error(suffix: str, whole: bytes) -> None:
    def check_one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        error = ""
        pairs: list[bitexts.Pair] = []
        try:
            pairs = bitexts.read(text, f"f{suffix}", source_lang="vi", target_lang="th")
        except InputError as caught:
            error = str(caught)
        assert pairs or error.startswith(f"f{suffix}:")
        assert "\n" not in error
        for pair in pairs:
            for run in (*pair.source.runs, *pair.target.runs):
                assert 0 <= run.start <= run.end <= len(text)

    @given(st.integers(0, len(whole)), st.binary(max_size=4), st.integers(0, 6))
    @settings(FIXED, max_examples=60)
    def check(at: int, put: bytes, over: int) -> None:
        check_one(whole[:at])
        check_one(whole[:at] + put + whole[at + over :])

    check()


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_file_changes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    TermFile.new(tmp_path / "terms.yaml", SAMPLE).save()
    before = (tmp_path / "terms.yaml").read_bytes()
    whole = formats.export(SAMPLE, name, "th")
    for broken in (b"", whole[:7], b"\xff" + whole, whole[: len(whole) // 2] + b"\0"):
        (tmp_path / "in").write_bytes(broken)
        for options in ("", "--dry-run"):
            line = f"import in --from {name} --lang th {options}".split()
            result = CliRunner().invoke(app, line)
            assert (tmp_path / "terms.yaml").read_bytes() == before
            if result.exit_code == 2:
                assert result.output.count("\n") == 1, result.output
            else:
                assert result.exit_code in (0, 1), result.output
    assert result.exit_code == 2


@pytest.mark.parametrize("name", ["google-sets", "aws"])
def test_a_row_that_was_cut_off_is_named(name: str) -> None:
    assert said(b"vi,th\na,b\nc", name) == "f:3: has 1 columns of 2; mend the row there"
