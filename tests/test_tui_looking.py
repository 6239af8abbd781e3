"""Files written and checked from inside, and the sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
import reviews
from test_tui_app import Opening, opening, review, until
from textual import events

__all__ = ["opening", "review"]


async def test_inspecting_shows_code_points(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("i")
        assert "U+0E01 thai character ko kai" in mai.shown()


async def test_neighbours_and_collisions_are_shown(
    opening: Opening, review: reviews.Review
) -> None:
    text = review.terms.read_text("utf-8").replace(
        "        - text: มติ\n", "        - text: มติ\n        - text: ระดมมวลชน\n"
    )
    review.terms.write_text(
        text.replace("id: mttq\n", "id: mttq\n    related: [dan-van]\n"), "utf-8"
    )
    async with opening(size=(100, 30)) as mai:
        await mai.press("w")
        shown = mai.shown()
        assert "Mặt trận Tổ quốc  Fatherland Front  (related)" in shown
        assert "nghị quyết  resolution  (same text: ระดมมวลชน)" in shown
        await mai.press("escape", "f3")
        await mai.type("resolution")
        await mai.press("enter", "right", "down")
        assert "also proposed for dân vận" in mai.shown()


async def test_exporting_writes_a_file_and_asks_before_it_replaces_one(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opening() as mai:
        await mai.press("enter", "f5", "enter")
        await until(mai, lambda: "written" in mai.message)
        written = Path("th.po").read_text("utf-8")
        assert 'msgstr "การระดมมวลชน"' in written
        Path("th.po").write_text("mine", "utf-8")
        await mai.press("f5", "enter", "escape")
        assert Path("th.po").read_text("utf-8") == "mine"
        await mai.press("f5", "enter", "y")
        await until(mai, lambda: "written" in mai.message)
        assert Path("th.po").read_text("utf-8") == written


async def test_an_export_that_cannot_be_written_is_told(opening: Opening, tmp_path: Path) -> None:
    async with opening() as mai:
        await mai.press("f5", *["backspace"] * 5)
        await mai.type(str(tmp_path / "nowhere" / "x.yaml"))
        await mai.press("enter")
        await until(mai, lambda: "cannot be written" in mai.message)


async def test_a_translation_is_checked_from_inside(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "th.txt").write_text("งานบริการสาธารณะ\n", "utf-8")
    async with opening(size=(120, 30)) as mai:
        await mai.press("f7")
        await mai.type(str(tmp_path / "th.txt"))
        await mai.press("enter", "enter")
        await until(mai, lambda: mai.desk._sheet_open)
        assert "TG101" in mai.shown()
        assert "TG103" not in mai.shown()


async def test_a_translation_is_checked_against_what_it_translates(
    opening: Opening, tmp_path: Path
) -> None:
    (tmp_path / "th.txt").write_text("งานคืบหน้า\n", "utf-8")
    (tmp_path / "vi.txt").write_text("Công tác dân vận.\n", "utf-8")
    async with opening(size=(120, 30)) as mai:
        await mai.press("enter", "f7")
        await mai.type(str(tmp_path / "th.txt"))
        await mai.press("enter")
        await mai.type(str(tmp_path / "vi.txt"))
        await mai.press("enter")
        await until(mai, lambda: mai.desk._sheet_open, 30)
        assert "TG103" in mai.shown()
        assert mai.desk.sheet.title == f"{tmp_path}/th.txt: 1 finding against {tmp_path}/vi.txt"


async def test_a_translation_is_paired_with_its_source_by_sentences_not_lines(
    opening: Opening, tmp_path: Path
) -> None:
    vi = "Công tác dân vận được chú trọng. Mặt trận Tổ quốc ra nghị quyết.\nHội nghị bế mạc.\n"
    th = "งานระดมมวลชนได้รับความสำคัญ\nแนวร่วมปิตุภูมิออกมติ การประชุมปิดลง\n"
    (tmp_path / "vi.txt").write_text(vi, "utf-8")
    (tmp_path / "th.txt").write_text(th, "utf-8")
    async with opening(size=(120, 30)) as mai:
        await mai.press("enter", "enter", "enter", "f7")
        await mai.type(str(tmp_path / "th.txt"))
        await mai.press("enter")
        await mai.type(str(tmp_path / "vi.txt"))
        mai.app.post_message(events.Key("enter", "\r"))
        await until(mai, lambda: mai.message == "aligning and checking…")
        await mai.pilot.press("up")  # the screen is alive meanwhile
        await until(mai, lambda: mai.concept == "mttq")
        await until(mai, lambda: mai.desk._sheet_open, 30)
        assert mai.desk.sheet.title.split(": ")[1] == f"0 findings against {tmp_path}/vi.txt"


async def test_a_source_that_cannot_be_read_is_told(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "th.txt").write_text("งานคืบหน้า\n", "utf-8")
    (tmp_path / "vi.txt").write_bytes(b"\xff\xfe")
    async with opening(size=(200, 30)) as mai:
        await mai.press("f7")
        await mai.type(str(tmp_path / "th.txt"))
        await mai.press("enter")
        await mai.type(str(tmp_path / "vi.txt"))
        await mai.press("enter")
        await until(mai, lambda: "UTF-8" in mai.message, 30)
        assert mai.message == f"{tmp_path}/vi.txt: is UTF-16; save it as UTF-8"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param("dan van", "", id="the-name"),
        pytest.param("mass", "gloss", id="the-gloss"),
        pytest.param("ระดม", "TH", id="a-term"),
        pytest.param("dan ระดม among", "TH definition", id="several"),
        pytest.param("public service", "TH note", id="a-reason"),
        pytest.param("", "", id="nothing"),
    ],
)
async def test_the_search_says_where_it_found_the_words(
    opening: Opening, text: str, where: str
) -> None:
    async with opening() as mai:
        item = mai.desk.queue.items[0]
        assert mai.desk._index.where(item, text) == where


async def test_a_file_that_is_not_there_is_told_before_its_source_is_asked_for(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opening(size=(200, 30)) as mai:
        await mai.press("f7")
        await mai.type("nowhere.txt")
        await mai.press("enter")
        await until(mai, lambda: bool(mai.message))
        assert mai.message == f"nowhere.txt: no such file; relative names start from {tmp_path}"
        assert not mai.desk.bar.open


async def test_the_report_names_what_is_inconsistent(opening: Opening) -> None:
    async with opening(size=(120, 30)) as mai:
        await mai.press("f6")
        await until(mai, lambda: mai.desk._sheet_open)
        assert "dân vận" in mai.shown().split("To repair")[1]


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        pytest.param([], "The choice under the cursor", id="queue"),
        pytest.param(["right"], "The choice under the cursor", id="choices"),
        pytest.param(["right", "right"], "Moving", id="sentences"),
    ],
)
async def test_help_begins_with_what_the_cursor_is_on(
    opening: Opening, keys: list[str], first: str
) -> None:
    async with opening() as mai:
        await mai.press(*keys, "question_mark")
        assert first in "".join(mai.shown().splitlines()[3:4])


async def test_a_long_sheet_is_scrolled(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("question_mark")
        assert "The choice under the cursor" in mai.shown()
        await mai.press("down")
        assert "Keys" not in mai.shown()
        await mai.press("end")
        assert "Every decision is on the disk" in mai.shown()
        await mai.press("pageup", "home")
        assert "Keys" in mai.shown()


@pytest.mark.parametrize(
    ("name", "config", "codes"),
    [
        pytest.param("thuatngu.toml", '[check]\noff = ["TG101"]\n', "", id="off"),
        pytest.param("thuatngu.toml", '[check]\nonly = ["TG101"]\n', "TG101", id="only"),
        pytest.param(
            "thuatngu.toml", '[check.severity]\nTG101 = "info"\n', "info TG101", id="severity"
        ),
        pytest.param(
            "pyproject.toml", '[tool.thuatngu.check]\noff = ["TG101"]\n', "", id="pyproject"
        ),
        pytest.param("pyproject.toml", '[tool.other]\noff = ["TG101"]\n', "TG101", id="none"),
    ],
)
async def test_a_check_from_inside_follows_the_projects_configuration(
    opening: Opening,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    config: str,
    codes: str,
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (tmp_path / name).write_text(config, "utf-8")
    (folder / "th.txt").write_text("งานบริการสาธารณะ\n", "utf-8")
    monkeypatch.chdir(folder)
    async with opening(size=(120, 30)) as mai:
        await mai.press("f7")
        await mai.type("th.txt")
        await mai.press("enter", "enter")
        await until(mai, lambda: mai.desk._sheet_open)
        assert ("TG101" in mai.shown()) is bool(codes)
        assert codes in mai.shown()


async def test_a_configuration_that_cannot_be_read_is_told(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "thuatngu.toml").write_text("[check]\noff = ['TG999']\n", "utf-8")
    (tmp_path / "th.txt").write_text("งาน\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    async with opening(size=(120, 30)) as mai:
        await mai.press("f7")
        await mai.type("th.txt")
        await mai.press("enter", "enter")
        await until(mai, lambda: "no check 'TG999'" in mai.message)
