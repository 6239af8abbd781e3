from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import reading
from aligner.model import Bead, Bitext, Boilerplate, Document, Mark, Mode, document_id
from aligner.reading import Unreadable, decoded, find, language, read
from aligner.workspace import Workspace
from glossary.checks.checker import read_text

VIETNAMESE = "Hội nghị đã thảo luận báo cáo và thống nhất phương hướng thời gian tới."
THAI = "จังหวัดจัดการประชุมสรุปงานระดมมวลชน ผู้แทนทุกฝ่ายเห็นด้วยกับรายงาน"
HINDI = "सम्मेलन में प्रतिनिधियों ने रिपोर्ट पर चर्चा की और सहमति व्यक्त की।"


def documents(*paths: Path, lang: str | None = None) -> list[Document]:
    return [item for item in read(paths, lang) if isinstance(item, Document)]


def test_a_page_becomes_a_document(tmp_path: Path) -> None:
    url = "https://www.bao.example.org/th/so-ket-cong-tac-dan-van/d20240626101916807.htm"
    text = f"{THAI}\r\nลัม อันห์\r\nที่มา: {url}\r\nการแสดงความคิดเห็น (0)\r\n"
    path = tmp_path / "page.txt"
    path.write_bytes(text.encode())
    assert list(read([path])) == [
        Document(
            id=document_id("th", url, text),
            name=str(path),
            lang="th",
            text=text,
            url=url,
            slug="so-ket-cong-tac-dan-van",
            published="2024-06-26",
            marks=(
                Mark(68, 77, Boilerplate.BYLINE),
                Mark(79, 163, Boilerplate.SOURCE),
                Mark(165, 187, Boilerplate.COMMENTS),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        pytest.param(VIETNAMESE, "vi", id="vi"),
        pytest.param(THAI, "th", id="th"),
        pytest.param(HINDI, "hi", id="hi"),
        pytest.param("The congress met in the province.", "en", id="en"),
    ],
)
def test_the_language_is_found_or_given(tmp_path: Path, text: str, lang: str) -> None:
    path = tmp_path / "page.txt"
    path.write_text(text, "utf-8")
    assert [page.lang for page in documents(path)] == [lang]
    assert [page.lang for page in documents(path, lang="de")] == ["de"]


def test_offsets_count_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(f"{VIETNAMESE}\nHoài An\n".encode("utf-8-sig"))
    (page,) = documents(path)
    assert page.text == f"\ufeff{VIETNAMESE}\nHoài An\n"
    assert [page.text[m.start : m.end] for m in page.marks] == ["Hoài An"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \r\n\t\n", "is empty", id="blank"),
        pytest.param(b"\xef\xbb\xbf\n", "is empty", id="only-a-byte-order-mark"),
        pytest.param(
            THAI.encode("cp874"), "is not UTF-8 (byte 0xA8 at 0); save it as UTF-8", id="cp874"
        ),
        pytest.param(THAI.encode("utf-16"), "is UTF-16; save it as UTF-8", id="utf-16"),
        pytest.param(
            b"PK\0\0", "is no text: line 1 holds a NUL; save it as UTF-8 text", id="binary"
        ),
        pytest.param(
            b"a\n" + b"\x1b\x01\x02\x7f" * 3,
            "is no text: holds 12 control characters from line 2 on; save it as UTF-8 text",
            id="controls-throughout",
        ),
        pytest.param(
            b"12 / 34 %",
            "its language can't be told from its letters; name it with --lang",
            id="no-letters",
        ),
    ],
)
def test_a_page_that_cannot_be_used_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    (told,) = read([path])
    assert told == Unreadable(str(path), reason)
    assert str(told) == f"{path}: {reason}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{VIETNAMESE}\n\x1b[31mb", id="escape"),
        pytest.param(f"a\u202eb {VIETNAMESE}\u202c", id="override"),
        pytest.param(f"{VIETNAMESE} \x07\x9b\ufeff\U000e0041", id="other-controls"),
        pytest.param(f"\x1b[1m{VIETNAMESE}\x1b[0m\n" * 20, id="escapes-in-a-long-text"),
    ],
)
def test_controls_in_an_article_are_data_for_every_reader(tmp_path: Path, text: str) -> None:
    page, dump = tmp_path / "page.txt", tmp_path / "dump.jsonl"
    page.write_text(text, "utf-8")
    dump.write_text(json.dumps({"text": text}), "utf-8")
    assert [document.text for document in documents(page, dump)] == [text, text]
    assert read_text(page) == text


def test_a_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xff")
    (tmp_path / "b.txt").write_text(VIETNAMESE, "utf-8")
    found = list(read([tmp_path / "missing.txt", tmp_path / "c.docx", tmp_path]))
    assert [type(item) for item in found] == [Unreadable, Unreadable, Unreadable, Document]
    assert str(found[0]) == f"{tmp_path}/missing.txt: can't be read: No such file or directory"


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "page.docx"
    path.write_bytes(b"PK")
    assert [str(item) for item in read([path])] == [
        f"{path}: of no known kind; save it as one of "
        ".htm, .html, .jsonl, .po, .tmx, .tsv, .txt, .xlf, .xliff"
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="names of other systems are Unicode")
def test_a_file_whose_name_is_not_utf8_is_read_and_kept(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"b\xe1o.txt")).write_text(VIETNAMESE, "utf-8")
    (tmp_path / os.fsdecode(b"\xff.txt")).touch()
    page, told = read([tmp_path])
    assert isinstance(page, Document)
    assert page.name == f"{tmp_path}/b\\xe1o.txt"
    assert str(told) == f"{tmp_path}/\\xff.txt: is empty"
    with Workspace.open(tmp_path / "w") as workspace:
        assert workspace.add([page]).new == (page.id,)


def test_a_huge_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 2**20)
    path = tmp_path / "page.txt"
    path.write_bytes(b"a" * (2**20 + 1))
    assert [str(item) for item in read([path])] == [
        f"{path}: has 1 MB, more than 1; split it, or make it a .jsonl dump"
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    assert [str(item) for item in read([path])] == [
        f"{path}: is no regular file; copy what it gives to a file"
    ]


def test_folders_are_walked_in_order_and_without_what_is_no_corpus(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/1.TXT",
        "a.txt",
        "c/deep/3.jsonl",
        "README.txt",
        ".hidden.txt",
        ".git/x.txt",
        "gold/y.txt",
        "__pycache__/z.txt",
        "notes.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "c/deep/loop").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to(tmp_path / "a.txt")
    found = [str(path.relative_to(tmp_path)) for path in find([tmp_path]) if isinstance(path, Path)]
    assert found == ["a.txt", "b/1.TXT", "b/2.txt", "c/deep/3.jsonl"]
    assert list(find([tmp_path / "README.txt"])) == [tmp_path / "README.txt"]


def test_files_of_other_kinds_in_a_folder_are_counted(tmp_path: Path) -> None:
    names = ("a.txt", "b.docx", "c.DOCX", "d.pdf", "Makefile", "README.md", ".git/x.pack")
    for name in (*names, "deep/e.pdf", "gold/f.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    passed_over: Counter[str] = Counter()
    list(find([tmp_path / "a.txt", tmp_path / "none"], passed_over))
    assert passed_over == {}
    list(find([tmp_path], passed_over))
    assert passed_over == {"": 1, ".docx": 2, ".pdf": 2}


def test_a_folder_without_a_corpus_is_named(tmp_path: Path) -> None:
    assert [str(item) for item in read([tmp_path])] == [
        f"{tmp_path}: no file to read in this folder "
        "(of .htm, .html, .jsonl, .po, .tmx, .tsv, .txt, .xlf, .xliff)"
    ]


def test_a_dump_has_a_document_a_line(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "url": "https://b.example/a-b-c-12345", "lang": "th-TH", "text": THAI},
        {"id": "7", "text": HINDI, "published": "2024-06-26T01:02:03Z", "more": [1]},
        {"text": f"{VIETNAMESE}\nHoài An"},
    ]
    path = tmp_path / "dump.jsonl"
    path.write_text("\ufeff" + "\n\n".join(map(json.dumps, rows)), "utf-8")
    found = documents(path)
    assert [(page.name, page.lang) for page in found] == [
        (f"{path}#7", "th"),
        (f"{path}#7:3", "hi"),
        (f"{path}#5", "vi"),
    ]
    assert (found[0].slug, found[1].published, len(found[2].marks)) == ("a-b-c", "2024-06-26", 1)


def test_bad_lines_of_a_dump_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    good = json.dumps({"text": VIETNAMESE}).encode()
    bad = [
        b"{",
        b"[1]",
        b'{"id": 1}',
        b'{"text": ""}',
        b'{"text": ["a"]}',
        b'{"id": "b", "text": 5}',
        b'{"text": "a\\u0000"}',
        b'{"text": "a", "lang": "../x"}',
        b'{"text": "1"}',
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b"[" * 100_000,
    ]
    path.write_bytes(b"\n".join([good, *bad, good.replace(b"}", b', "id": 2}')]))
    found = list(read([path]))
    told = [str(item).removeprefix(f"{path}:") for item in found if isinstance(item, Unreadable)]
    assert len(documents(path)) == 2
    assert [message.split(":")[0] for message in told] == [str(2 + n) for n in range(len(bad))]
    assert (
        told[1] == "3: is no JSON object; write one object a line, with 'id', 'url', 'lang', 'text'"
    )
    assert told[2:9] == [
        "4: has no 'text'; give it one",
        "5: 'text' is empty",
        "6: 'text' is an array; write a string",
        "7: 'text' is a number; write a string",
        "8: 'text' is no text: line 1 holds a NUL; save it as UTF-8 text",
        "9: '../x' is no language tag; write one such as vi, th, hi, en",
        "10: its language can't be told from its letters; name it with --lang or 'lang'",
    ]
    assert all("\n" not in message for message in told)


def test_of_many_bad_lines_some_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(b"x\n" * 1000)
    told = list(map(str, read([path])))
    assert len(told) == 21
    assert told[-1] == f"{path}: 980 more of its 1000 entries can't be used"


def test_a_line_that_is_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 2**20)
    path = tmp_path / "dump.jsonl"
    good = json.dumps({"text": VIETNAMESE}).encode()
    path.write_bytes(b'{"text": "' + b"a" * 2**22 + b'"}\n' + good)
    told, page = read([path])
    assert str(told) == f"{path}:1: longer than 1 MB; split it"
    assert isinstance(page, Document)


PO = f'''
msgid ""
msgstr "Language: th\\nX-Source-Language: vi\\nContent-Type: text/plain; charset=UTF-8\\n"

msgid "{VIETNAMESE}"
msgstr "{THAI}"

msgid "Chưa dịch xong."
msgstr ""

msgid "Dân vận khéo."
msgstr "ระดมมวลชน"
'''
TMX = f"""<?xml version="1.0"?>
<tmx version="1.4"><header srclang="vi"/><body>
<tu><tuv xml:lang="vi"><seg>{VIETNAMESE}</seg></tuv><tuv xml:lang="th"><seg>{THAI}</seg></tuv>
<tuv xml:lang="hi"><seg>{HINDI}</seg></tuv></tu>
<tu><tuv xml:lang="vi"><seg>Dân vận.</seg></tuv><tuv xml:lang="hi"><seg>सेवा।</seg></tuv></tu>
</body></tmx>"""


def test_a_po_file_is_two_documents_and_their_bitext(tmp_path: Path) -> None:
    path = tmp_path / "th.po"
    path.write_text(PO, "utf-8")
    vi, th, bitext = read([path])
    assert isinstance(vi, Document)
    assert isinstance(th, Document)
    assert vi.text.split("\n") == [VIETNAMESE, "Chưa dịch xong.", "Dân vận khéo."]
    assert th.text.split("\n") == [THAI, "ระดมมวลชน"]
    assert [th.text[unit.start : unit.end] for unit in th.units] == th.text.split("\n")
    assert (vi.name, vi.lang, th.name, th.lang) == (f"{path}#vi", "vi", f"{path}#th", "th")
    assert bitext == Bitext(
        vi.id,
        th.id,
        Mode.PARALLEL,
        (Bead((0,), (0,), 1.0), Bead((1,), (), 1.0), Bead((2,), (1,), 1.0)),
        "given|1",
    )


def test_a_translation_memory_joins_all_its_languages(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(TMX, "utf-8")
    vi, th, hi, *bitexts = read([path])
    assert [page.lang for page in (vi, th, hi) if isinstance(page, Document)] == ["vi", "th", "hi"]
    assert [bitext.beads for bitext in bitexts if isinstance(bitext, Bitext)] == [
        (Bead((0,), (0,), 1.0), Bead((1,), (), 1.0)),
        (Bead((0,), (0,), 1.0), Bead((1,), (1,), 1.0)),
        (Bead((0,), (0,), 1.0), Bead((), (1,), 1.0)),
    ]


def test_a_bitext_that_a_file_gives_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(f"{VIETNAMESE}\t{THAI}\nDân vận.\tระดมมวลชน\n", "utf-8")
    items = [item for item in read([path]) if not isinstance(item, Unreadable)]
    with Workspace.open(tmp_path / "w") as workspace:
        assert len(workspace.add(items).new) == 2
        assert len(workspace.add(items).known) == 2
        (bitext,) = workspace.bitexts()
        assert bitext in items
        assert len(workspace.segments(bitext.source)) == 2


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param("a.po", "msgid\n", ":1: neither a keyword", id="po"),
        pytest.param("a.tmx", "<tmx><tu></tmx>", ":1: not well-formed XML", id="tmx"),
        pytest.param("a.tsv", "a\tb\nonly one\n", ":2: no tab", id="tsv"),
        pytest.param("a.xlf", "<xliff/>", ": has no pair of a text", id="no-pair"),
        pytest.param("a.tsv", "1\t2\n", ": its languages can't be told", id="no-language"),
    ],
)
def test_a_bad_bitext_file_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    (told,) = read([path])
    assert isinstance(told, Unreadable)
    assert str(told).startswith(f"{path}{message}")


HTML = f"""<html><head><title>Hội nghị dân vận</title>
<link rel="canonical" href="https://bao.example.org/hoi-nghi-dan-van-quy-hai.html">
<meta property="article:published_time" content="2024-06-26T10:00:00+07:00"></head>
<body><nav><a href="/">Trang chủ</a></nav><article><h1>Hội nghị dân vận</h1>
<p>{VIETNAMESE}</p><p>{VIETNAMESE.upper()}</p></article><script>alert(1)</script></body></html>"""


def test_a_saved_web_page_is_its_article(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "page.html"
    path.write_text(HTML, "utf-8")
    (page,) = documents(path)
    assert page.text == f"Hội nghị dân vận\n{VIETNAMESE}\n{VIETNAMESE.upper()}"
    assert (page.slug, page.published) == ("hoi-nghi-dan-van-quy-hai", "2024-06-26")


@pytest.mark.parametrize("data", [b"<html></html>", b"", b"\0\xff<p>", b"<div>" * 20_000])
def test_a_web_page_without_an_article_is_named(tmp_path: Path, data: bytes) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "page.html"
    path.write_bytes(data)
    (told,) = read([path])
    assert str(told) == f"{path}: no article found in it; save its text as .txt"


def test_web_pages_need_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    path = tmp_path / "page.html"
    path.write_text(HTML, "utf-8")
    assert [str(item) for item in read([path])] == [
        f"{path}: saved web pages need pip install 'thuatngu[html]'"
    ]


@pytest.mark.parametrize(
    ("tag", "expected"), [("th", "th"), ("th-TH", "th"), ("VIE", "vi"), (" hi_IN ", "hi")]
)
def test_a_language_tag_is_brought_to_its_language(tag: str, expected: str) -> None:
    assert language(tag) == expected


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_any_file_is_read_or_refused_with_one_line(data: bytes) -> None:
    reason, text = "", ""
    try:
        text = decoded(data)
    except ValueError as error:
        reason = str(error)
    assert "\n" not in reason
    assert reason or text.encode() == data


def test_the_real_pages_are_read(shared: Path) -> None:
    found = documents(shared / "seeds")
    assert [page.lang for page in found] == ["th", "th", "hi", "th", "th"]
    assert [page.published for page in found] == ["", "2024-06-26", "", "", ""]
    assert [bool(page.slug) for page in found] == [True, True, False, False, True]
