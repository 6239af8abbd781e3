from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from termbases import drawn
from test_formats import SAMPLE

from glossary import formats
from glossary.errors import InputError
from glossary.model import Concept, Status, Term, Termbase

SCHEMA = Path(__file__).parent / "schemas" / "tbx-basic-dca.rng"


def as_dca(data: bytes) -> bytes:
    """The style DCT as DCA, so that one schema serves both."""
    kinds = {
        "administrativeStatus": "termNote",
        "partOfSpeech": "termNote",
        "geographicalUsage": "termNote",
        "subjectField": "descrip",
        "definition": "descrip",
        "source": "admin",
        "crossReference": "ref",
        "transactionType": "transac",
        "responsibility": "transacNote",
    }
    text = data.decode().replace('style="dct"', 'style="dca"')
    text = re.sub(r"<(?:min|basic):(\w+)", lambda m: f'<{kinds[m[1]]} type="{m[1]}"', text)
    text = re.sub(r"</(?:min|basic):(\w+)>", lambda m: f"</{kinds[m[1]]}>", text)
    return text.encode()


def as_3(data: bytes) -> bytes:
    """Version 2 with the names of version 3."""
    text = data.decode()
    for old, new in (
        (
            '<martif type="TBX-Basic"',
            '<tbx xmlns="urn:iso:std:iso:30042:ed-2" style="dca" type="TBX-Basic"',
        ),
        ("martifHeader", "tbxHeader"),
        ("</martif>", "</tbx>"),
        ("termEntry", "conceptEntry"),
        ("langSet", "langSec"),
        ("<tig>", "<termSec>"),
        ("</tig>", "</termSec>"),
    ):
        text = text.replace(old, new)
    return re.sub(r"<encodingDesc>.*</encodingDesc>", "", text).encode()


@pytest.mark.parametrize(("name", "profile"), [("tbx", "dca"), ("tbx", "dct"), ("tbx2", "")])
def test_tbx_is_valid(name: str, profile: str) -> None:
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    for termbase in drawn():
        # A section must have a term: a concept without any is written, and not valid.
        concepts = tuple(c if c.terms else replace(c, terms=(Term("vi", "x"),)) for c in termbase)
        data = formats.export(Termbase((*concepts, *SAMPLE.concepts)), name, profile=profile)
        root = etree.fromstring(as_3(data) if name == "tbx2" else as_dca(data))
        assert schema.validate(root), schema.error_log


def test_status_and_decision_stand_where_tbx_has_them() -> None:
    text = formats.export(SAMPLE, "tbx").decode()
    assert '<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>' in text
    assert (
        '<transacGrp><transac type="transactionType">modification</transac>'
        '<transacNote type="responsibility">An</transacNote><date>2026-01-02</date></transacGrp>'
    ) in text
    assert '<ref type="crossReference" target="c-ban-dan-van">ban-dan-van</ref>' in text
    dct = formats.export(SAMPLE, "tbx", profile="dct").decode()
    assert "<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>" in dct
    assert "<basic:definition>Work of the Party among the people.</basic:definition>" in dct


@pytest.mark.parametrize(
    ("at", "day"),
    [
        pytest.param("2026-01-02T03:04:05Z", "2026-01-02", id="time"),
        pytest.param("2026-01-02", "2026-01-02", id="day"),
        pytest.param("2026-02-31T00:00:00Z", "", id="no-such-day"),
        pytest.param("0000-01-01", "", id="no-such-year"),
        pytest.param("soon", "", id="words"),
    ],
)
def test_a_date_is_one_or_stands_in_a_note(at: str, day: str) -> None:
    base = Termbase((Concept("a", (Term("vi", "x", decided_by="An", decided_at=at),)),))
    data = formats.export(base, "tbx")
    assert formats.read(data, "tbx") == base
    assert (f"<date>{day}</date>" in data.decode()) == bool(day)
    assert ("<date>" in data.decode()) == bool(day)


FOREIGN = b"""<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "http://example.invalid/TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
 <termEntry id="7"><note>one</note><note>two</note>
  <langSet xml:lang="vi"><ntig>
   <termGrp><term>d\xc3\xa2n v\xe1\xba\xadn</term></termGrp></ntig></langSet>
  <langSet xml:lang="th"><tig><term>x</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
 </termEntry>
</body></text></martif>
"""


def test_foreign_tbx_is_read_without_its_dtd() -> None:
    assert formats.read(FOREIGN, "tbx").concepts == (
        Concept(
            "7",
            (Term("vi", "dân vận"), Term("th", "x", Status.DEPRECATED)),
            note="one\ntwo",
        ),
    )


@pytest.mark.parametrize(
    ("head", "text", "message"),
    [
        pytest.param(
            '<!DOCTYPE tbx [<!ENTITY a "b">]>',
            "&a;",
            "f: defines entities; write the text out",
            id="internal-entity",
        ),
        pytest.param(
            '<!DOCTYPE tbx [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
            "&a;",
            "f: defines entities; write the text out",
            id="file",
        ),
        pytest.param(
            '<!DOCTYPE tbx [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]>',
            "",
            "f: defines entities; write the text out",
            id="network",
        ),
        pytest.param(
            '<!DOCTYPE tbx [<!ENTITY a "bbbbbbbbbb">'
            + "".join(
                f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}{"&a;" * 9}">'
                for n in range(9)
            )
            + "]>",
            "&a8;",
            "f: defines entities; write the text out",
            id="laughs",
        ),
        pytest.param("", "&a;", "f:1: Entity 'a' not defined; mend the XML there", id="undefined"),
    ],
)
def test_entities_are_not_resolved(head: str, text: str, message: str) -> None:
    data = f"{head}<tbx><conceptEntry><note>{text}</note></conceptEntry></tbx>".encode()
    with pytest.raises(InputError) as caught:
        formats.read(data, "tbx", name="f")
    assert str(caught.value) == message


def test_other_xml_is_named() -> None:
    with pytest.raises(InputError) as caught:
        formats.read(b"<html/>", "tbx", name="f")
    assert str(caught.value) == "f:1: the root is <html>; give a file with <tbx> or <martif>"


def test_what_xml_cannot_say_is_named() -> None:
    with pytest.raises(InputError) as caught:
        formats.export(Termbase((Concept("a", (), note="x\ufffe"),)), "tbx")
    assert str(caught.value) == (
        "the concept 'a': U+FFFE in 'x\\ufffe' can't be written in XML; take it out"
    )
