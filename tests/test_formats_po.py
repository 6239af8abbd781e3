from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from termbases import drawn
from test_formats import SAMPLE

from glossary import formats
from glossary.errors import InputError
from glossary.model import Concept, Status, Term, Termbase

PLAIN = """\
#. concept: dan-van
#. status: preferredTerm-admn-sts
#. subject: party
#. gloss: mass mobilization
#. definition: Work of the Party among the people.
#. related: ban-dan-van
#. do-not-use: บริการสาธารณะ
#. because: means public service
#, terminology
msgctxt "dan-van"
msgid "dân vận"
msgstr "การระดมมวลชน"
"""

WEBLATE = """\
#. status: deprecatedTerm-admn-sts
#. because: means public service
#, forbidden
msgctxt "dan-van/deprecated-1"
msgid "dân vận"
msgstr "บริการสาธารณะ"
"""


def gettext(
    program: str, data: bytes, *options: str, tmp: Path
) -> subprocess.CompletedProcess[bytes]:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (Debian package gettext)")
    path = tmp / "in.po"
    path.write_bytes(data)
    return subprocess.run([program, *options, str(path)], capture_output=True, check=False)


def without_note(termbase: Termbase) -> Termbase:
    concept = termbase.concepts[0]
    terms = tuple(replace(term, note="") for term in concept.terms)
    return replace(termbase, concepts=(replace(concept, terms=terms), *termbase.concepts[1:]))


def test_the_plain_profile_says_everything_in_comments() -> None:
    text = formats.export(without_note(SAMPLE), "po", "th").decode()
    assert text.split("\n\n")[1] + "\n" == PLAIN
    assert "forbidden" not in text


def test_the_weblate_profile_has_a_message_for_each_other_term() -> None:
    text = formats.export(SAMPLE, "po", "th", "weblate").decode()
    assert WEBLATE in text.replace("\n\n", "\n\n\n").split("\n\n")[2] + "\n"
    assert "do-not-use" not in text


def test_what_is_not_approved_is_fuzzy_and_what_is_missing_empty() -> None:
    text = formats.export(SAMPLE, "po", "hi").decode()
    assert '#, fuzzy, terminology\nmsgctxt "dan-van"' in text
    assert 'msgid "Mặt trận"\nmsgstr ""\n' in text


def test_a_retired_concept_is_obsolete() -> None:
    gone = Concept("a", (Term("vi", "cũ", Status.SUPERSEDED), Term("th", "เก่า")))
    data = formats.export(Termbase((gone,)), "po", "th")
    assert data.decode().endswith('\n#~ msgctxt "a"\n#~ msgid "cũ"\n#~ msgstr "เก่า"\n')
    assert formats.read(data, "po").concepts == ()


@pytest.mark.parametrize("profile", ["plain", "weblate"])
def test_polib_writes_the_same_bytes(profile: str, tmp_path: Path) -> None:
    data = formats.export(SAMPLE, "po", "th", profile)
    path = tmp_path / "a.po"
    path.write_bytes(data)
    assert polib.pofile(str(path), wrapwidth=0).__unicode__().encode() == data


@pytest.mark.parametrize("profile", ["plain", "weblate"])
def test_msgfmt_has_nothing_to_say(profile: str, tmp_path: Path) -> None:
    for termbase in drawn():
        data = formats.export(termbase, "po", "th", profile)
        run = gettext("msgfmt", data, "--check", "--check-header", "-o", "/dev/null", tmp=tmp_path)
        assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.parametrize("profile", ["plain", "weblate"])
def test_msgcat_and_msgmerge_lose_nothing_of_ours(profile: str, tmp_path: Path) -> None:
    data = formats.export(SAMPLE, "po", "th", profile)
    expected = formats.kept(SAMPLE, "po", "th", profile)
    for option in ("--no-wrap", "--width=24", "--sort-output", "--escape", "--strict"):
        run = gettext("msgcat", data, option, tmp=tmp_path)
        assert formats.read(run.stdout, "po").by_id == expected.by_id, option
    template = tmp_path / "t.pot"
    template.write_bytes(data)
    run = gettext("msgmerge", data, "--quiet", "--no-fuzzy-matching", tmp=tmp_path)
    assert run.returncode == 1  # it wants two files
    both = subprocess.run(
        ["msgmerge", "--quiet", "--no-fuzzy-matching", str(tmp_path / "in.po"), str(template)],
        capture_output=True,
        check=True,
    )
    assert formats.read(both.stdout, "po") == expected


@pytest.mark.parametrize(
    ("old", "new", "term"),
    [
        pytest.param(
            'msgstr "जन आंदोलन"', 'msgstr "जन लामबंदी"', Term("hi", "जन लामबंदी"), id="still-fuzzy"
        ),
        pytest.param(
            '#, fuzzy, terminology\nmsgctxt "dan-van"',
            '#, terminology\nmsgctxt "dan-van"',
            Term("hi", "जन आंदोलन", Status.PREFERRED),
            id="approved",
        ),
        pytest.param(
            "#. concept: dan-van",
            "# said by Lan\n#. concept: dan-van",
            Term("hi", "जन आंदोलन", note="said by Lan"),
            id="translators-comment",
        ),
        pytest.param(
            '#, fuzzy, terminology\nmsgctxt "dan-van"',
            '#= fuzzy\n#, terminology\nmsgctxt "dan-van"',
            Term("hi", "जन आंदोलन"),
            id="coming-gettext",
        ),
        pytest.param(
            'msgid "dân vận"\nmsgstr "जन आंदोलन"',
            'msgid ""\n"dân "\n"vận"\nmsgstr ""\n"जन "\n"आंदोलन"',
            Term("hi", "जन आंदोलन"),
            id="wrapped",
        ),
    ],
)
def test_what_translators_change_is_read(old: str, new: str, term: Term) -> None:
    text = formats.export(SAMPLE, "po", "hi").decode()
    assert old in text
    found = formats.read(text.replace(old, new).encode(), "po").concepts[0]
    assert found.name == "dân vận"
    assert found.in_lang("hi") == (term,)


def test_a_foreign_file_gives_proposals_without_ids() -> None:
    data = b'msgid ""\nmsgstr "Language: th\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    assert formats.read(data, "po").concepts == (Concept("", (Term("vi", "a"), Term("th", "b"))),)


def test_another_term_may_come_without_its_concept() -> None:
    text = formats.export(SAMPLE, "po", "th", "weblate").decode()
    header, _, other = text.split("\n\n")[:3]
    (found,) = formats.read(f"{header}\n\n{other}\n".encode(), "po")
    assert (found.id, found.name) == ("dan-van", "dân vận")
    assert [term.status for term in found.in_lang("th")] == [Status.DEPRECATED]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            b'msgid "a"\nmsgstr "b"\n',
            "f: has no 'Language:' in its header; give the language",
            id="no-language",
        ),
        pytest.param(b'msgid "a"\nwhat\n', "f:2: is no PO message; mend it there", id="no-po"),
        pytest.param(b"\xff", "f:1: byte 0 is not UTF-8; save the file as UTF-8", id="bytes"),
    ],
)
def test_what_is_no_po_file_is_named(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        formats.read(data, "po", name="f")
    assert str(caught.value) == message
