"""`thuatngu mine` and `report` as a user meets them: what is shown of a row, and what is kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from programs import Run
from typer.testing import CliRunner

from aligner import database
from aligner.mining import LEAST
from aligner.vectors import Memory
from thuatngu.cli import app

VI = """Đoàn công tác về thăm xã Nậm Cát từ sáng sớm.
Công tác dân vận của huyện năm nay có nhiều tiến bộ.
Dân vận ở các xã cũng được chú ý hơn trước.
"""
TH = """คณะทำงานมาเยี่ยมตำบลน้ำกาตตั้งแต่เช้าตรู่
งานระดมมวลชนของอำเภอปีนี้ก้าวหน้ามาก
งานบริการสาธารณะในตำบลก็ได้รับความสนใจกว่าเดิม
"""
TERMS = """schema: 1
concepts:
- id: dan-van
  gloss: mass mobilization
  terms:
    vi: [{text: dân vận, status: preferred}]
    th: [{text: ระดมมวลชน, status: preferred}]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two aligned articles and one concept."""
    folder = tmp_path_factory.mktemp("made")
    for name, text in (("vi.txt", VI), ("th.txt", TH), ("terms.yaml", TERMS)):
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line in ("add vi.txt th.txt", "align", "mine"):
            assert CliRunner().invoke(app, line.split()).exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def project(tmp_path: Path, made: Path) -> None:
    """A copy of it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)


def test_a_row_shows_its_sentence_and_what_is_aligned_with_it(run: Run) -> None:
    told = run("mine --concept dan-van --least 0").stdout
    assert "[บริการสาธารณะ]ในตำบลก็ได้รับความสนใจกว่าเดิม" in told
    assert "vi: Dân vận ở các xã cũng được chú ý hơn trước." in told
    rows = map(json.loads, run("mine --concept dan-van --format json").stdout.splitlines())
    places = [place for row in rows for place in row["evidence"] if row["status"] == "preferred"]
    assert [place["sentence"] for place in places] == ["งานระดมมวลชนของอำเภอปีนี้ก้าวหน้ามาก"]
    assert places[0]["aligned"]["lang"] == "vi"
    assert places[0]["aligned"]["text"] == "Công tác dân vận của huyện năm nay có nhiều tiến bộ."


def test_a_workspace_that_cannot_be_written_is_mined_and_keeps_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_is_read_only", lambda path: True)
    first = run("mine --limit 3")
    assert "; not kept, as the workspace can't be written" in first.stderr
    monkeypatch.undo()


def test_a_mined_row_counts_as_a_new_variant_where_it_is_sure_enough(run: Run) -> None:
    def rate(options: str) -> float:
        totals = json.loads(run(f"report --format json {options}").stdout.splitlines()[0])["totals"]
        return float(totals["th"]["new_variant_rate"])

    assert rate("") == 0.0
    assert rate("--sure 0.1") == 0.5


def test_what_is_kept_for_a_while_stands_before_what_is_only_read() -> None:
    behind = Memory()
    behind.save_vectors([("a", b"1"), ("b", b"2")], "e")
    here = Memory(behind)
    here.save_vectors([("b", b"3"), ("c", b"4")], "e")
    assert here.vectors(["a", "b", "c", "d"], "e") == {"a": b"1", "b": b"3", "c": b"4"}
    assert behind.vectors(["b", "c"], "e") == {"b": b"2"}


def test_the_help_names_the_probability_that_is_used(run: Run) -> None:
    """It is written out there, for the constant comes with numpy."""
    assert f"Default: {LEAST:g}." in " ".join(run("mine --help").stdout.replace("│", "").split())
