"""Pairs out of files, with the place of each character."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.bitexts import Pair, read
from glossary.checks.pages import page
from glossary.checks.texts import dump
from glossary.errors import InputError
from glossary.located import Located

settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("fixed")

PO = """\
msgid ""
msgstr ""
"Language: th\\n"
"X-Source-Language: vi\\n"

#. a note
#, terminology
msgctxt "dan-van"
msgid "dân vận"
msgstr "งาน\\"บริการ\\" "
"สาธารณะ"

#, fuzzy
msgid "mới"
msgstr "ใหม่"

#, forbidden
msgctxt "dan-van/deprecated-1"
msgid "dân vận"
msgstr "บริการ"

#~ msgid "cũ"
#~ msgstr "เก่า"
msgid "a"
msgid_plural "b"
msgstr[0] "c"
msgstr[1] "d"
"""

TMX = (
    '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    '<tmx version="1.4"><header srclang="vi"/><body><tu tuid="1">'
    '<tuv xml:lang="vi-VN"><seg>dân &amp; vận</seg></tuv>'
    '<tuv xml:lang="th"><seg>บริ<bpt i="1">&lt;b></bpt>การ &#x0E01;\r\nส<hi>า</hi></seg></tuv>'
    '<tuv xml:lang="hi"><seg>सेवा</seg></tuv></tu></body></tmx>'
)

XLIFF1 = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file source-language="vi" target-language="th-TH"><body>'
    '<trans-unit id="7"><source>dân vận</source><target>บริการ<x id="1"/> ก</target>'
    "<alt-trans><target>ไม่ใช่</target></alt-trans></trans-unit>"
    '<trans-unit id="8"><source>không dịch</source></trans-unit></body></file></xliff>'
)

XLIFF2 = (
    '<xliff version="2.0" srcLang="vi" trgLang="hi" xmlns="urn:oasis:names:tc:xliff:document:2.0">'
    '<file id="f"><unit id="u"><originalData><data id="d">x</data></originalData>'
    '<segment><source>dân vận</source><target>सेवा <pc id="1">कार्य</pc></target></segment>'
    "<segment><source>b</source><target><![CDATA[c & d]]></target></segment>"
    "</unit></file></xliff>"
)

TSV = 'vi\tth\ndân vận\tบริการ\r\n"a ""b"""\t"ก ""ข"""\n'


def plain(pairs: list[Pair]) -> list[tuple[str, str, str, str, str]]:
    return [(p.id, p.source_lang, p.target_lang, p.source.text, p.target.text) for p in pairs]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param(
            "a.po",
            PO,
            [
                ("dan-van", "vi", "th", "dân vận", 'งาน"บริการ" สาธารณะ'),
                ("", "vi", "th", "a", "c"),
                ("", "vi", "th", "b", "d"),
            ],
            id="po",
        ),
        pytest.param(
            "a.tmx",
            TMX,
            [
                ("1", "vi", "th", "dân & vận", "บริการ ก\nสา"),
                ("1", "vi", "hi", "dân & vận", "सेवा"),
            ],
            id="tmx",
        ),
        pytest.param("a.xlf", XLIFF1, [("7", "vi", "th", "dân vận", "บริการ ก")], id="xliff-1.2"),
        pytest.param(
            "a.xliff",
            XLIFF2,
            [("u", "vi", "hi", "dân vận", "सेवा कार्य"), ("u", "vi", "hi", "b", "c & d")],
            id="xliff-2",
        ),
        pytest.param(
            "a.tsv",
            TSV,
            [("", "vi", "th", "dân vận", "บริการ"), ("", "vi", "th", 'a "b"', 'ก "ข"')],
            id="tsv",
        ),
        pytest.param("a.TSV", "dân vận\tसेवा", [("", "vi", "hi", "dân vận", "सेवा")], id="told"),
    ],
)
def test_pairs_are_read_with_their_languages(
    name: str, text: str, expected: list[tuple[str, str, str, str, str]]
) -> None:
    assert plain(read(text, name)) == expected


def places(text: str, located: Located) -> list[str]:
    return [text[slice(*located.span(at, at + 1))] for at in range(len(located.text))]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("a.po", PO, [*"งาน", '\\"', *"บริการ", '\\"', " ", *"สาธารณะ"], id="po"),
        pytest.param("a.tmx", TMX, [*"บริการ ", "&#x0E01;", "\r\n", *"สา"], id="tmx"),
        pytest.param("a.xlf", XLIFF1, [*"บริการ ก"], id="xliff-1.2"),
        pytest.param("a.xlf", XLIFF2, [*"सेवा कार्य"], id="xliff-2"),
        pytest.param("a.tsv", TSV, [*"บริการ"], id="tsv"),
        pytest.param(
            "a.po", "\ufeff" + PO, [*"งาน", '\\"', *"บริการ", '\\"', " ", *"สาธารณะ"], id="bom"
        ),
    ],
)
def test_every_character_has_its_place(name: str, text: str, expected: list[str]) -> None:
    assert places(text, read(text, name)[0].target) == expected


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "a.tmx",
            "<tmx>\n<body></tmx>",
            "a.tmx:2: not well-formed XML (mismatched tag); mend the markup",
            id="torn",
        ),
        pytest.param(
            "a.xlf",
            '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
            "a.xlf:1: declares the entity 'x'; write the characters themselves",
            id="entity",
        ),
        pytest.param(
            "a.po",
            'msgid "a"\nmsgstr x',
            "a.po:2: neither a keyword with a quoted string nor a comment; check it with msgfmt",
            id="po-without-quotes",
        ),
        pytest.param(
            "a.po",
            '"a"',
            "a.po:1: a string before any keyword; put msgid before it",
            id="po-without-keyword",
        ),
        pytest.param(
            "a.po",
            'msgid "a"\nmsgid "b"',
            "a.po:2: a second msgid in one entry; remove one",
            id="po-two-msgid",
        ),
        pytest.param(
            "a.tsv",
            "a\tb\nc",
            "a.tsv:2: no tab; give source and target on each line",
            id="tsv-one-column",
        ),
        pytest.param(
            "a.txt",
            "a",
            "a.txt: not a file of pairs; give one of .po, .pot, .tmx, .tsv, .xlf, .xliff",
            id="no-pairs",
        ),
    ],
)
def test_what_is_malformed_is_refused_with_its_place(name: str, text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read(text, name)
    assert str(error.value) == message


def test_a_dump_keeps_the_place_of_escaped_characters() -> None:
    text = '{"id": 1, "text": "\\u0e07\\u0e32\\u0e19 \\"x\\" \\ud83d\\ude00", "lang": "th"}\n'
    entry = next(dump(text, "a.jsonl"))
    assert (entry.text.text, entry.lang) == ('งาน "x" 😀', "th")
    assert places(text, entry.text)[0] == "\\u0e07"
    assert places(text, entry.text)[-1] == "\\ud83d\\ude00"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "a.jsonl:1: not a JSON object; write one object a line"),
        ("[1]", "a.jsonl:1: not a JSON object; write one object a line"),
        ('{"a": 1}', 'a.jsonl:1: no "text"; give every entry its text as a string'),
        ('{"text": 1}', 'a.jsonl:1: no "text"; give every entry its text as a string'),
    ],
)
def test_a_line_of_a_dump_without_a_text_is_refused(line: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        list(dump(line, "a.jsonl"))
    assert str(error.value) == message


@given(st.text(max_size=40))
def test_what_json_escapes_comes_back_with_places_in_order(text: str) -> None:
    line = json.dumps({"text": text})
    located = next(dump(line, "a.jsonl")).text
    assert located.text == text
    ends = [located.span(at, at + 1)[1] for at in range(len(text))]
    assert ends == sorted(ends)


@given(st.text(max_size=60), st.sampled_from([".po", ".tmx", ".tsv", ".xlf"]))
def test_hostile_text_is_read_or_refused(text: str, suffix: str) -> None:
    try:
        pairs = read(text, "a" + suffix)
    except InputError:
        return
    for pair in pairs:
        assert len(places(text, pair.target)) == len(pair.target.text)


def test_a_page_gives_the_text_of_its_article_with_places() -> None:
    text = (
        '<!DOCTYPE html><html lang="th"><head><title>หัว</title><style>p{}</style></head><body>'
        "<nav>เมนู</nav><article><p>งาน<b>บริ</b>การ&nbsp;&#3585;&amp;</p>\n<p>ต่อ</p>"
        "<script>var x = 'a';</script></article><footer>ท้าย</footer></body></html>"
    )
    entry = next(page(text, "a.html"))
    assert entry.lang == "th"
    assert entry.text.text.split() == ["งานบริการ", "ก&", "ต่อ"]
    shown = [place for place in places(text, entry.text) if place]
    assert shown[:12] == [*"งานบริการ", "&nbsp;", "&#3585;", "&amp;"]


def test_a_page_without_an_article_gives_its_body() -> None:
    assert next(page("<p>ก<br>ข", "a.html")).text.text.split() == ["ก", "ข"]


@pytest.mark.parametrize(
    ("markup", "shown", "place"),
    [
        pytest.param(
            "<html><head><title>x</title></head><body><article><p>งานบริการ &amp; คืบหน้า</p>"
            "</article></body></html>",
            "งานบริการ & คืบหน้า",
            "คืบหน้า",
            id="entity-before",
        ),
        pytest.param("<title>x &amp; y</title><p>ก", "ก", "ก", id="title-without-a-head"),
        pytest.param("<head><title>x</title><p>ก</p>", "ก", "ก", id="head-without-an-end"),
        pytest.param("<p>AT&T; ก</p>", "AT&T; ก", "&T; ก", id="no-reference"),
        pytest.param("<p>a &bogus; ก", "a &bogus; ก", "&bogus;", id="unknown-reference"),
        pytest.param("<p>a &ampx ก", "a &x ก", "x ก", id="reference-without-semicolon"),
    ],
)
def test_what_a_reader_sees_is_read_at_its_place(markup: str, shown: str, place: str) -> None:
    located = next(page(markup, "a.html")).text
    assert located.text.strip() == shown
    at = located.text.index(place)
    start, end = located.span(at, at + len(place))
    assert markup[start:end] == place
    assert start == markup.rindex(place)


@given(st.text(alphabet="<>&;/ap!-#x1กข\n\"'= ", max_size=60))
def test_hostile_markup_is_read(text: str) -> None:
    located = next(page(text, "a.html")).text
    assert len(places(text, located)) == len(located.text)
