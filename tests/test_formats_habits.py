"""What the tools of translators do to our PO files, and what we make of what comes back.

Weblate keeps its files with translate-toolkit, Pontoon with polib, Poedit with gettext's own
library: each is simulated with what it is built on.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from test_formats import SAMPLE

from glossary import bitexts, formats
from glossary.model import Status, Term
from glossary.proposals import Kind, proposals

NEW = "जन लामबंदी"
"""What the translator wrote in the place of what we proposed."""


def exported(profile: str = "plain") -> bytes:
    return formats.export(SAMPLE, "po", "hi", profile)


def weblate(data: bytes) -> bytes:
    """Approves a translation and notes who did, under a header of its own."""
    pypo = pytest.importorskip("translate.storage.pypo", reason="translate-toolkit is missing")
    store = pypo.pofile.parsestring(data)
    store.updateheader(
        PO_Revision_Date="2026-03-01 10:00+0000",
        Last_Translator="Lan <lan@example.com>",
        Language_Team="Hindi <https://weblate.example.com/projects/t/hi/>",
        Plural_Forms="nplurals=2; plural=n > 1;",
        X_Generator="Weblate 5.9",
    )
    for unit in store.units:
        if unit.getcontext() == "dan-van":
            unit.target = NEW
            unit.markfuzzy(False)
            unit.addnote("said by Lan", origin="translator")
    store.wrapper.width = 77
    return bytes(store)


def pontoon(data: bytes) -> bytes:
    """Writes the approved string, drops the mark and sets its header, lines unwrapped or not."""
    found = polib.pofile(data.decode(), wrapwidth=200)
    found.metadata["X-Generator"] = "Pontoon"
    found.metadata["Last-Translator"] = "Lan <lan@example.com>"
    found.metadata["Language"] = "hi_IN"
    found.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    for entry in found:
        if entry.msgctxt == "dan-van":
            entry.msgstr = NEW
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.tcomment = "said by Lan"
    return str(found).encode()


def poedit(data: bytes, tmp: Path) -> bytes:
    """Wraps at 79 columns with gettext, sorts what it keeps for itself into the header, and
    on Windows ends lines as Windows does."""
    if shutil.which("msgcat") is None:
        pytest.skip("msgcat is not installed (Debian package gettext)")
    text = data.decode().replace(
        '#, fuzzy, terminology\nmsgctxt "dan-van"\n', '#, terminology\nmsgctxt "dan-van"\n'
    )
    text = text.replace('"जन आंदोलन"', f'"{NEW}"').replace(
        "#. concept: dan-van", "# said by Lan\n#. concept: dan-van"
    )
    text = text.replace(
        '"Language: hi\\n"',
        '"Language: hi\\n"\n"X-Poedit-Basepath: .\\n"\n"X-Poedit-Bookmarks: -1,-1,-1\\n"\n'
        '"X-Generator: Poedit 3.6\\n"',
    ).replace('"X-Generator: thuatngu\\n"\n', "")
    path = tmp / "hi.po"
    path.write_text(text, encoding="utf-8")
    run = subprocess.run(
        ["msgcat", "--width=79", "--no-location", str(path)], capture_output=True, check=True
    )
    return run.stdout.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("profile", ["plain", "weblate"])
@pytest.mark.parametrize("tool", ["weblate", "pontoon", "poedit"])
def test_what_a_tool_changed_comes_back_as_a_proposal(
    tool: str, profile: str, tmp_path: Path
) -> None:
    data = exported(profile)
    back = {"weblate": weblate, "pontoon": pontoon}.get(tool, lambda it: poedit(it, tmp_path))(data)
    assert back != data
    found = formats.read(back, "po")
    changes = proposals(SAMPLE, found)
    assert changes.conflicts == ()
    assert [(c.kind, c.concept, c.lang, c.text, c.theirs) for c in changes.items] == [
        (Kind.TERM, "dan-van", "hi", NEW, "proposed (theirs: preferred)")
    ]
    term = changes.termbase.by_id["dan-van"].in_lang("hi")[-1]
    assert term == Term("hi", NEW, Status.PROPOSED, note="said by Lan")


@pytest.mark.parametrize("profile", ["plain", "weblate"])
@pytest.mark.parametrize("tool", ["weblate", "pontoon", "poedit"])
def test_what_a_tool_left_alone_changes_nothing(tool: str, profile: str, tmp_path: Path) -> None:
    """Saved by a tool for another concept, the rest says what it said."""
    data = formats.export(SAMPLE, "po", "th", profile)
    back = {"weblate": weblate, "pontoon": pontoon}.get(tool, lambda it: poedit(it, tmp_path))(data)
    expected = formats.kept(SAMPLE, "po", "th", profile).by_id
    lang = "hi-IN" if tool == "pontoon" else "th"
    found = formats.read(back, "po").by_id
    for id_ in ("ban-dan-van", "mat-tran"):
        assert [(t.text, t.status) for t in found[id_].terms] == [
            (t.text, t.status) for t in expected[id_].terms
        ]
        assert {t.lang for t in found[id_].terms} <= {"vi", lang}


COMING = """\
msgid ""
msgstr ""
"Language: th\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. concept: a
#. status: proposed
#, fuzzy
#= terminology, no-wrap
msgctxt "a"
msgid "dân vận"
msgstr "ระดม"

#. status: deprecatedTerm-admn-sts
#= forbidden
msgctxt "a/deprecated-1"
msgid "dân vận"
msgstr "บริการ"
"""


def test_the_lines_of_coming_gettext_are_read() -> None:
    (concept,) = formats.read(COMING.encode(), "po")
    assert concept.in_lang("th") == (
        Term("th", "ระดม"),
        Term("th", "บริการ", Status.DEPRECATED),
    )
    settled = formats.read(re.sub("#, fuzzy\n", "", COMING).encode(), "po").concepts[0]
    assert settled.in_lang("th")[0] == Term("th", "ระดม", Status.PREFERRED)


def test_a_check_of_a_po_file_skips_what_those_lines_forbid() -> None:
    text = COMING.replace("#, fuzzy\n", "")
    assert [pair.target.text for pair in bitexts.read(text, "f.po")] == ["ระดม"]
