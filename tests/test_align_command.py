"""`thuatngu align` as a user meets it: whole workspaces, three texts, and files of any kind."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from programs import Run
from typer.testing import Result

from aligner import deferred
from aligner.e5 import weights
from aligner.workspace import Workspace
from thuatngu import engine
from thuatngu.exit import ExitCode

VI = """Sáng nay, huyện Sông Lam khánh thành cây cầu dài 120 mét bắc qua suối Nậm Cát.
Cây cầu giúp hơn 400 học sinh của ba bản không còn phải lội suối đến trường.
Ông Bùi Hữu Nhân cho biết kinh phí xây cầu là 9 tỷ đồng, do người dân và tỉnh cùng góp.
"""
HI = """आज सुबह सोंग लाम ज़िले ने नाम कात नाले पर बने 120 मीटर लंबे पुल का उद्घाटन किया।
इस पुल से तीन गाँवों के 400 से अधिक विद्यार्थियों को स्कूल जाने के लिए नाला पार नहीं करना पड़ेगा।
श्री Bui Huu Nhan ने बताया कि पुल पर 9 अरब डोंग खर्च हुए, जो लोगों और प्रांत ने मिलकर दिए।
"""
TH = """เช้านี้ อำเภอซงลามเปิดใช้สะพานยาว 120 เมตรข้ามลำธารน้ำกาต
สะพานนี้ทำให้นักเรียนกว่า 400 คนจากสามหมู่บ้านไม่ต้องลุยลำธารไปโรงเรียนอีก
นาย Bui Huu Nhan กล่าวว่าค่าก่อสร้างสะพาน 9 พันล้านด่องมาจากประชาชนและจังหวัดร่วมกัน
"""
OTHER = """किसानों को इस साल चाय की फ़सल का अच्छा दाम मिला है।
सहकारी समिति ने 35 परिवारों को नए पौधे बाँटे।
अगले महीने बाग़ों की सिंचाई के लिए नई नहर बनेगी।
"""


@pytest.fixture(autouse=True)
def texts(tmp_path: Path) -> None:
    """Two translations, their source, and a text on something else."""
    for name, text in (("vi", VI), ("hi", HI), ("th", TH), ("other", OTHER)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")


def beads(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()][1:]


def test_documents_without_an_address_are_paired_by_their_content(run: Run) -> None:
    run("add vi.txt hi.txt other.txt")
    first = run("align")
    assert "1 pair aligned, 0 were done" in first.stderr
    assert "paired by address: 0; by content, numbers and names: 1" in first.stderr
    assert "  vi.txt – hi.txt: parallel, 3 beads\n" in first.stderr
    assert "other.txt" not in first.stderr
    again = run("align --format json")
    assert "0 pairs aligned, 1 were done" in again.stderr
    assert "vi.txt – hi.txt: parallel" in again.stderr
    assert json.loads(again.stdout.splitlines()[0])["documents"] == ["vi.txt", "hi.txt"]


def test_what_stands_alone_is_paired_with_nothing(run: Run) -> None:
    run("add vi.txt other.txt")
    result = run("align")
    assert result.exit_code == ExitCode.CLEAN
    assert "0 pairs aligned" in result.stderr
    assert "no document shares its source's address with another" in result.stderr


def test_versions_of_a_page_are_aligned_and_counted_once(run: Run, tmp_path: Path) -> None:
    Path("again.txt").write_text(HI + "अंत में सबने मिलकर चाय पी।\n", encoding="utf-8")
    run("add vi.txt hi.txt again.txt")
    result = run("align")
    assert re.search(r"(again|hi)\.txt: left out, a version of (again|hi)\.txt\n", result.stderr)
    assert "1 pair aligned" in result.stderr
    with Workspace.open(tmp_path / ".thuatngu/workspace.sqlite") as store:
        assert len(store.bitexts()) == 1


def test_a_second_run_with_the_same_files_loads_no_encoder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "vectors", lambda: tmp_path / "vectors.sqlite")
    first = run("align vi.txt hi.txt --format json")
    assert first.exit_code == ExitCode.CLEAN
    with monkeypatch.context() as patch:
        patch.setattr(deferred, "load", lambda *_: pytest.fail("loaded"))
        again = run("align vi.txt hi.txt --format json")
    assert again.stdout == first.stdout
    Path("hi.txt").write_text(HI + "अंत में सबने मिलकर चाय पी।\n", encoding="utf-8")
    assert len(beads(run("align vi.txt hi.txt --format json"))) == len(beads(first)) + 1


def test_what_is_kept_of_files_begins_anew_when_it_is_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "user_folder", lambda: tmp_path / "cache")
    path = engine.vectors()
    assert not path.exists()
    with Workspace.open(path) as store:
        store.save_vectors([("key", b"row")], "encoder")
    assert engine.vectors().exists()
    monkeypatch.setattr(engine, "LARGEST", 1_000)
    assert list(engine.vectors().parent.iterdir()) == []


@pytest.mark.parametrize("content", [b"no database", None], ids=["damaged", "a-folder"])
def test_without_a_place_for_vectors_it_works_and_says_so(
    run: Run,
    content: bytes | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = tmp_path / "vectors.sqlite"
    path.mkdir() if content is None else path.write_bytes(content)
    monkeypatch.setattr(engine, "vectors", lambda: path)
    assert len(beads(run("align vi.txt hi.txt --format json"))) == 3
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("vectors are not kept for another run: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(
            "", "nothing.txt: holds no sentence, so nothing can be aligned with it", id="empty"
        ),
        pytest.param(" \n\t", "nothing.txt: holds no sentence", id="white-space"),
        pytest.param(HI, "parallel: translations (as told by --mode)", id="a-text"),
    ],
)
def test_a_side_without_a_sentence_is_said(run: Run, content: str, said: str) -> None:
    Path("nothing.txt").write_text(content, encoding="utf-8")
    result = run("align vi.txt nothing.txt --segments lines --mode parallel")
    assert result.exit_code == ExitCode.CLEAN
    assert said in result.stderr


@pytest.mark.parametrize("langs", ["vi th", "th vi", "vi hi", "hi vi", "th hi", "hi th", "vi vi"])
def test_any_two_languages_in_either_direction(run: Run, langs: str) -> None:
    one, other = langs.split()
    result = run(f"align {one}.txt {other}.txt --segments lines --format json")
    assert [(bead["source"], bead["target"]) for bead in beads(result)] == [
        ([0], [0]),
        ([1], [1]),
        ([2], [2]),
    ]


def test_two_translations_agree_by_way_of_their_source(run: Run) -> None:
    plain = run("align th.txt hi.txt --segments lines --format json")
    through = run("align th.txt hi.txt --via vi.txt --segments lines --format json")
    assert len(beads(through)) == 3
    for one, other in zip(beads(plain), beads(through), strict=True):
        assert (one["source"], one["target"]) == (other["source"], other["target"])
        assert float(str(other["score"])) >= float(str(one["score"]))
    stranger = run("align vi.txt hi.txt --via other.txt --segments lines")
    assert "other.txt: is no source of both texts" in stranger.stderr
    assert run("align --via vi.txt").exit_code == ExitCode.INPUT


def test_why_texts_are_taken_for_translations_is_said(run: Run) -> None:
    result = run("align vi.txt hi.txt --html beads.html")
    assert "parallel: translations (agreement in one order 0." in result.stderr
    assert "3 beads, " in result.stderr
    assert "agreement in one order" in Path("beads.html").read_text(encoding="utf-8")
    told = run("align vi.txt hi.txt --mode comparable")
    assert "comparable: on one subject at most, no translations (as told by --mode)" in told.stderr


@pytest.mark.parametrize("output", ["text", "json", "tsv", "tmx", "xliff"])
def test_every_format_says_on_stderr_how_the_texts_relate(run: Run, output: str) -> None:
    other = run(f"align vi.txt other.txt --format {output}")
    assert "comparable: " in other.stderr
    assert "less than 0.1; --mode decides otherwise)" in other.stderr
    assert "less than 0.1" not in other.stdout


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        pytest.param(b"", ExitCode.INPUT, "thuatngu: x.txt: is empty\n", id="empty"),
        pytest.param(b" " * 10**6, ExitCode.INPUT, "thuatngu: x.txt: is empty\n", id="spaces"),
        pytest.param(
            VI.encode("utf-16"),
            ExitCode.INPUT,
            "thuatngu: x.txt: is UTF-16; save it as UTF-8\n",
            id="utf-16",
        ),
        pytest.param(
            bytes(range(128, 256)) * 99,
            ExitCode.INPUT,
            "thuatngu: x.txt: is not UTF-8 (byte 0x80 at 0); save it as UTF-8\n",
            id="binary",
        ),
        pytest.param(
            b"12 34\n56 78\n",
            ExitCode.INPUT,
            "thuatngu: x.txt: its language can't be told from its letters; "
            "name it with --source-lang or --target-lang\n",
            id="no-language",
        ),
        pytest.param(VI.splitlines()[0].encode(), 0, "2 beads|1 bead|0 beads", id="one-line"),
        pytest.param(VI.replace("\n", "\r\n").encode(), 0, "3 beads", id="windows-lines"),
        pytest.param(("\ufeff" + VI).encode(), 0, "3 beads", id="byte-order-mark"),
        pytest.param(
            "\n".join(VI.splitlines()[::-1]).encode(),
            0,
            "of what agrees stands in one order|less than",
            id="reversed",
        ),
        pytest.param((VI + TH).encode(), 0, "beads", id="two-languages"),
        pytest.param(b"x" * 300_000, 0, "0 beads", id="no-space-at-all"),
        pytest.param("ก".encode() * 100_000, 0, "0 beads", id="no-space-in-thai"),
        pytest.param(
            (VI.splitlines()[0] + " " * 10**6 + VI.splitlines()[1]).encode(),
            0,
            "beads",
            id="a-million-spaces-inside",
        ),
    ],
)
def test_a_file_of_any_kind_gets_an_answer_or_one_line(
    run: Run, data: bytes, code: int, said: str
) -> None:
    Path("x.txt").write_bytes(data)
    start = time.monotonic()
    result = run("align x.txt hi.txt")
    assert result.exit_code == code
    if code:
        assert result.stderr == said
    else:
        assert re.search(said, result.stderr), result.stderr
        assert len(result.stdout) < 50_000
    assert time.monotonic() - start < 60


def test_exchange_format_names_the_concepts_of_the_termbase(run: Run) -> None:
    named = run("align vi.txt hi.txt --format xliff")
    assert "<gls:" not in named.stdout
    Path("terms.yaml").write_text(
        "concepts:\n- id: cau\n  terms:\n    vi: [{text: cây cầu}]\n    hi: [{text: पुल}]\n",
        encoding="utf-8",
    )
    named = run("align vi.txt hi.txt --format xliff")
    assert named.stdout.count("<gls:term>cây cầu</gls:term>") == 2
    assert ">पुल</gls:translation>" in named.stdout
