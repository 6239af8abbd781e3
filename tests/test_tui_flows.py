"""What takes more than one key: merging, boundaries, files, trouble, two programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import reviews
from test_tui_app import Opening, Reviewer, opening, review
from textual import events

from glossary.decision import Action
from glossary.errors import InputError
from glossary.model import Status
from tui.page import State
from tui.session import Session

__all__ = ["opening", "review"]


async def until(mai: Reviewer, ready: Callable[[], bool]) -> None:
    for _ in range(400):
        if ready():
            return
        await mai.pilot.pause(0.01)
    raise AssertionError("waited four seconds for nothing")


def forms(mai: Reviewer, concept: str, text: str) -> tuple[str, ...]:
    (term,) = [t for t in mai.session.termbase.by_id[concept].terms if t.text == text]
    return term.forms


@pytest.mark.parametrize(
    ("keys", "merged"),
    [
        pytest.param(["m", "1", "y"], True, id="confirmed"),
        pytest.param(["m", "1", "right"], True, id="confirmed-with-an-arrow"),
        pytest.param(["ท", "ๅ", "ั"], True, id="on-a-thai-layout"),
        pytest.param(["m", "1", "1"], False, id="not-with-the-same-key"),
        pytest.param(["m", "1", "enter"], False, id="not-with-enter"),
        pytest.param(["m", "1", "escape"], False, id="called-off-late"),
        pytest.param(["m", "escape"], False, id="called-off"),
    ],
)
async def test_merging_asks_and_never_with_the_same_key(
    opening: Opening, keys: list[str], merged: bool
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", *keys)
        assert ("ระดมพล" in forms(mai, "dan-van", "การระดมมวลชน")) is merged
        await mai.press("escape")
        assert mai.session.undoable == merged


@pytest.mark.parametrize(
    ("answer", "text"),
    [pytest.param("y", "जन आंदोलन", id="yes"), pytest.param("escape", "जन लामबंदी", id="no")],
)
async def test_changing_an_approved_entry_asks(opening: Opening, answer: str, text: str) -> None:
    async with opening() as mai:
        await mai.press("enter", "up", "4")
        assert mai.desk.bar.open
        await mai.press(answer)
        preferred = mai.session.termbase.by_id["dan-van"].preferred("hi")
        assert preferred is not None
        assert preferred.text == text


async def test_a_choice_made_on_this_visit_is_changed_without_asking(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("4", "3")
        assert not mai.desk.bar.open
        assert mai.status("dan-van", "जन लामबंदी") is Status.PREFERRED
        assert mai.status("dan-van", "जन आंदोलन") is Status.ADMITTED


async def test_another_boundary_takes_the_place_of_a_rendering(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "b", "2")
        assert mai.status("dan-van", "ระดม") is Status.PROPOSED
        assert "ระดมพล" not in [row.choice.text for row in mai.desk.choices.all]
        assert mai.desk.row.choice.text == "ระดม"
        await mai.press("u")
        assert mai.status("dan-van", "ระดม") is None
        assert "ระดมพล" in [row.choice.text for row in mai.desk.choices.all]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param(["left", "left"], "ระดม", id="end-back"),
        pytest.param(["shift+left", "shift+left", "shift+left"], "และระดมพล", id="start-back"),
        pytest.param(["shift+right"] * 9, "ล", id="one-character-stays"),
    ],
)
async def test_a_boundary_is_moved_by_whole_characters(
    opening: Opening, keys: list[str], text: str
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "b", "0", *keys, "enter")
        assert mai.status("dan-van", text) is Status.PROPOSED


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param(["shift+up"], "และระดมพล", id="start-a-word-back"),
        pytest.param(["tab", "up"], "และระดมพล", id="start-after-tab"),
        pytest.param(["tab", "up", "down"], None, id="there-and-back-is-no-other-cut"),
    ],
)
async def test_a_boundary_is_moved_by_words(
    opening: Opening, keys: list[str], text: str | None
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "b", "0", *keys, "enter")
        made = [t.text for t in mai.session.termbase.by_id["dan-van"].in_lang("th")][2:]
        assert made == ([text] if text else [])


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param(["enter"], "และระดมพล", id="the-first"),
        pytest.param(["right", "enter"], "ระดม", id="the-next"),
        pytest.param(["left", "left", "enter"], "ระดม", id="round-from-the-other-end"),
    ],
)
async def test_one_of_several_is_chosen_with_arrows_too(
    opening: Opening, keys: list[str], text: str
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "b", *keys)
        assert mai.status("dan-van", text) is Status.PROPOSED
        assert mai.message == f"proposed th {text}"


async def test_a_key_pressed_before_an_answer_took_effect_is_done_after_it(
    opening: Opening,
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down")
        for key in ("b", "2", "p"):
            mai.app.post_message(events.Key(key, key))
        await until(mai, lambda: mai.session.undoable == 2)
        assert mai.status("dan-van", "ระดม") is Status.PREFERRED


async def test_a_term_of_ones_own_is_listed(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("tab", "y")
        await mai.type(" जन  कार्य ")
        await mai.press("enter", "p")
        assert mai.status("dan-van", "जन कार्य") is Status.PREFERRED
        await mai.press("y")
        await mai.type("जन कार्य")
        await mai.press("enter")
        assert mai.message == "जन कार्य is listed already"


async def test_a_new_concept_is_given_terms(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("c")
        await mai.type("Đảng bộ")
        await mai.press("enter", "y", "right", "enter")
        await mai.type("पार्टी संगठन")
        await mai.press("enter")
        assert mai.status("dang-bo", "पार्टी संगठन") is Status.PROPOSED
        assert mai.desk.row.choice.text == "पार्टी संगठन"


async def test_a_rendering_is_moved_to_the_concept_that_it_renders(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "v")
        await mai.type("nghi quyet")
        await mai.press("enter")
        assert mai.status("nghi-quyet", "ระดมพล") is Status.PROPOSED
        assert mai.concept == "dan-van"


async def test_a_new_concept_is_shown_and_can_be_undone(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("c")
        await mai.type("Đảng bộ")
        await mai.press("enter")
        assert mai.concept == "dang-bo"
        assert mai.session.termbase.by_id["dang-bo"].name == "Đảng bộ"
        await mai.press("u")
        assert "dang-bo" not in mai.session.termbase.by_id
        assert mai.desk.queue.rows == 3


async def test_a_concept_that_is_there_is_not_made_again(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("c")
        await mai.type("Dân vận")
        await mai.press("enter")
        assert mai.message == "there is a concept 'dan-van' already"


@pytest.mark.parametrize(
    ("keys", "state"),
    [pytest.param("s", State.SKIPPED, id="skip"), pytest.param("g", State.FLAGGED, id="flag")],
)
async def test_a_concept_is_left_with_a_reason(opening: Opening, keys: str, state: State) -> None:
    async with opening() as mai:
        await mai.press(keys)
        await mai.type("ask Lan")
        await mai.press("enter")
        assert mai.desk._items[0].state is state
        assert mai.session.history("dan-van")[0][0].reason == "ask Lan"
        assert mai.concept == "mttq"


async def test_what_is_flagged_for_a_colleague_is_found_by_her(opening: Opening) -> None:
    async with opening(size=(120, 30)) as mai:
        await mai.press("enter", "up", "g")
        await mai.type("Lan: is the Thai one right?")
        await mai.press("enter", "f2")
        await mai.type("flagged lan")
        await mai.press("enter")
        assert [item.concept for item in mai.desk.queue.items] == ["dan-van"]
        assert "flagged by Mai: Lan: is the Thai one right?" in mai.shown()
        mai.session.rename("Lan")
        await mai.press("enter")
        assert mai.session.item("dan-van").state is State.DECIDED
        term = mai.session.termbase.by_id["dan-van"].preferred("th")
        assert term is not None
        assert term.decided_by == "Lan"


@pytest.fixture
def disputed(review: reviews.Review) -> reviews.Review:
    """Terms that a merge left in two versions."""
    reviews.disagree(review)
    return review


@pytest.mark.usefixtures("disputed")
@pytest.mark.parametrize(
    ("keys", "definition", "preferred"),
    [
        pytest.param(["enter", "1", "1"], "The Party's work", "การระดมมวลชน", id="ours"),
        pytest.param(["enter", "2", "2"], "How the Party wins", "บริการสาธารณะ", id="theirs"),
        pytest.param(["t", "left", "right"], "The Party's work", "บริการสาธารณะ", id="arrows"),
        pytest.param(
            ["t", "down", "2", "1"], "The Party's work", "บริการสาธารณะ", id="the-other-first"
        ),
        pytest.param(
            ["t", "up", "up", "2", "1"], "How the Party wins", "การระดมมวลชน", id="round-and-back"
        ),
    ],
)
async def test_what_a_merge_left_is_settled_by_a_key_each(
    opening: Opening, keys: list[str], definition: str, preferred: str
) -> None:
    async with opening() as mai:
        assert mai.concept == "dan-van"
        assert "3 conflicts" in mai.shown().splitlines()[0]
        start = mai.session.termbase
        await mai.press(*keys)
        await until(mai, lambda: not mai.desk.bar.open)
        concept = mai.session.termbase.by_id["dan-van"]
        term = concept.preferred("th")
        assert term is not None
        assert (concept.definition.startswith(definition), term.text) == (True, preferred)
        assert "1 conflict " in mai.shown().splitlines()[0]
        await mai.press("u", "u")
        assert (mai.session.termbase, mai.concept) == (start, "dan-van")


@pytest.mark.usefixtures("disputed")
async def test_a_definition_of_ones_own_settles_a_conflict_too(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("enter", "3", *["backspace"] * 7)
        await mai.type("all.")
        await mai.press("enter", "escape")
        definition = mai.session.termbase.by_id["dan-van"].definition
        assert definition == "The Party's work among the all."
        assert len(mai.desk.page.conflicts) == 1
        await mai.press("u")
        assert len(mai.desk.page.conflicts) == 2


@pytest.mark.usefixtures("disputed")
async def test_a_conflict_about_a_term_takes_no_text_of_ones_own_and_a_pick_settles_it(
    opening: Opening,
) -> None:
    async with opening() as mai:
        await mai.press("enter", "down", "3")
        assert not mai.desk.bar.open
        assert mai.session.undoable == 0
        await mai.press("2", "y")
        assert mai.status("dan-van", "ระดมพล") is Status.PREFERRED
        assert [c.field for c in mai.desk.page.conflicts] == ["definition"]


@pytest.mark.usefixtures("disputed")
async def test_taking_a_concept_out_can_be_undone(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("down", "t", "1")
        await until(mai, lambda: not mai.desk.bar.open)
        assert "nghi-quyet" not in mai.session.termbase.by_id
        assert mai.desk.queue.rows == 2
        await mai.press("u")
        assert (mai.concept, mai.desk.queue.rows) == ("nghi-quyet", 3)


@pytest.mark.usefixtures("disputed")
async def test_a_filter_shows_what_a_merge_left_open(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("f2")
        await mai.type("conflicts")
        await mai.press("enter")
        assert [item.concept for item in mai.desk.queue.items] == ["dan-van", "nghi-quyet"]


async def test_settling_where_nothing_is_in_two_versions_says_so(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("t")
        assert mai.message == "no merge left this concept in two versions"


async def test_a_definition_is_edited(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("d", *["backspace"] * 7)
        await mai.type("citizens.")
        await mai.press("enter")
        definition = mai.session.termbase.by_id["dan-van"].definition
        assert definition == "Work of the Party among the citizens."


async def test_typing_and_deleting_go_by_whole_characters(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("n")
        mai.app.post_message(events.Paste("ที่นี่\nกำ\n राष्ट्र"))
        await mai.pilot.pause()
        await mai.press("backspace", "left", "left", "left", "delete", "enter")
        assert mai.session.termbase.by_id["dan-van"].note == "ที่นี่  रा"


async def test_the_history_shows_who_decided_what(opening: Opening) -> None:
    async with opening(size=(100, 30)) as mai:
        await mai.press("4", "u", "3", "h")
        shown = mai.shown()
        assert "Mai preferred hi जन लामबंदी" in shown
        assert "taken back: Mai preferred hi जन" in shown


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


async def test_another_reviewer_takes_over(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("f8", *["backspace"] * 3)
        await mai.type("Lan")
        await mai.press("enter", "enter")
        assert mai.session.history("dan-van")[0][0].reviewer == "Lan"
        assert "Lan" in mai.shown().splitlines()[0]


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
        await until(mai, lambda: mai.desk._sheet_open)
        assert "TG103" in mai.shown()
        assert mai.desk.sheet.title == f"{tmp_path}/th.txt: 1 finding against {tmp_path}/vi.txt"


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


async def test_a_read_only_termbase_is_told_and_loses_nothing(
    opening: Opening, review: reviews.Review
) -> None:
    review.terms.chmod(0o444)
    async with opening() as mai:
        await mai.press("enter", "f4")
        await until(mai, lambda: "is read-only" in mai.message)
        assert "NOT SAVED" in mai.shown()
        review.terms.chmod(0o644)
        await mai.press("f4")
        await until(mai, lambda: not mai.session.unsaved)
        assert "NOT SAVED" not in mai.shown()
    assert review.termbase.by_id["dan-van"].preferred("th") is not None


async def test_leaving_unsaved_takes_a_second_q(opening: Opening, review: reviews.Review) -> None:
    review.terms.chmod(0o444)
    async with opening() as mai:
        await mai.press("enter", "q")
        await until(mai, lambda: "q leaves without saving" in mai.message)
        await mai.press("q")
    assert mai.app.return_value is not None
    assert mai.app.return_value.unsaved == 2
    with review.open() as workspace:
        assert Session(review.terms, workspace, "Mai").unsaved == 2


async def test_a_decision_that_cannot_be_kept_is_told_and_not_shown(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opening() as mai:

        def full(*_: object) -> None:
            raise InputError("workspace.sqlite: the disk is full")

        monkeypatch.setattr(mai.session.workspace, "append", full)
        await mai.press("enter")
        assert "the disk is full" in mai.message
        assert (mai.concept, mai.session.undoable) == ("dan-van", 0)
        monkeypatch.undo()
        await mai.press("enter")
        assert mai.concept == "mttq"


async def test_a_termbase_edited_meanwhile_is_read_again(
    opening: Opening, review: reviews.Review
) -> None:
    async with opening() as mai:
        await mai.press("4")
        text = review.terms.read_text("utf-8").replace("gloss: mass", "gloss: MASS")
        review.terms.write_text(text, "utf-8")
        await until(mai, lambda: "MASS mobilization" in mai.shown())
        assert mai.status("dan-van", "जन आंदोलन") is Status.PREFERRED
        assert "was changed and is read again" in mai.message


async def test_a_colleagues_decisions_come_in(opening: Opening, review: reviews.Review) -> None:
    async with opening() as mai:
        with review.open() as other:
            Session(review.terms, other, "Lan").decide(Action.NOTE, "dan-van", text="seen")
        await until(mai, lambda: "note: seen" in mai.shown())
        assert mai.message == "1 decisions by Lan came in"


async def test_a_key_pressed_before_the_concept_was_shown_decides_nothing(
    opening: Opening,
) -> None:
    async with opening() as mai:
        late = events.Key("enter", "\r")
        late.time -= 60
        mai.app.post_message(late)
        await mai.pilot.pause()
        assert "nothing is decided" in mai.message
        assert mai.session.undoable == 0


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        pytest.param(["n", "h", "i", "enter"], "hi", id="typed-into-the-bar"),
        pytest.param(["n", "a", "escape"], "", id="called-off"),
        pytest.param(["m", "a", "escape"], "", id="no-choice-of-the-bar"),
    ],
)
async def test_keys_pressed_before_the_bar_is_open_are_meant_for_it(
    opening: Opening, keys: list[str], note: str
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down")
        for key in keys:
            mai.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(mai, lambda: not mai.desk.bar.open and mai.desk._asking is None)
        await until(mai, lambda: mai.session.termbase.by_id["dan-van"].note == note)
        await mai.pilot.pause(0.05)
        assert mai.status("dan-van", "ระดมพล") is None


async def test_the_mouse_chooses_and_presses(opening: Opening) -> None:
    async with opening() as mai:
        await mai.pilot.click("#queue", offset=(3, 1))
        assert mai.concept == "mttq"
        await mai.pilot.click("#footer", offset=(11, 0))
        await mai.pilot.pause()
        assert mai.status("mttq", "แนวร่วมปิตุภูมิ") is Status.PREFERRED


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


async def test_a_theme_that_is_none_is_told(opening: Opening) -> None:
    with pytest.raises(InputError, match="no theme 'dark'; ours are thuatngu, thuatngu-day"):
        async with opening(theme="dark"):
            pass


@pytest.mark.parametrize("theme", ["thuatngu-day", "thuatngu-contrast"])
async def test_a_theme_is_chosen_at_start(opening: Opening, theme: str) -> None:
    async with opening(theme=theme) as mai:
        assert mai.app.theme == theme
        assert "dân vận" in mai.shown()


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


async def test_the_mouse_takes_an_answer_and_calls_it_off(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("n", "x")
        await mai.pilot.click("#footer", offset=(2, 0))
        await until(mai, lambda: not mai.desk.bar.open)
        assert mai.session.termbase.by_id["dan-van"].note == "x"
        await mai.press("n", "y")
        await mai.pilot.click("#footer", offset=(11, 0))
        await until(mai, lambda: not mai.desk.bar.open)
        assert mai.session.termbase.by_id["dan-van"].note == "x"


async def test_the_palette_reaches_every_command(opening: Opening) -> None:
    async with opening() as mai:
        titles = {command.title for command in mai.app.get_system_commands(mai.desk)}
        assert titles >= {"Approve", "Forbid", "Merge", "History", "Theme", "Quit"}
        await mai.press("ctrl+p")
        await mai.type("skip")
        await mai.press("enter")
        await mai.pilot.pause(0.3)
        await mai.press("enter")
        await until(mai, lambda: mai.desk._items[0].state is State.SKIPPED)


HOSTILE = "[/red]\\x1b[31m \\u202e evil [@click=app.bell]x[/]"


async def test_hostile_text_is_shown_and_acts_on_nothing(
    opening: Opening, review: reviews.Review
) -> None:
    text = review.terms.read_text("utf-8")
    text = text.replace("gloss: mass mobilization", f'gloss: "{HOSTILE}"')
    text = text.replace("text: जन लामबंदी", f'text: "{HOSTILE}"')
    review.terms.write_text(text, "utf-8")
    async with opening(size=(120, 40)) as mai:
        shown = mai.shown()
        assert "[/red]␛[31m \ufffd evil [@click=app.bell]x[/]" in shown
        assert not {"\x1b", "\u202e"} & set(shown)
        await mai.press("enter", "f3", "escape", "up", "m", "escape", "n", "escape", "i", "w", "h")
        assert not {"\x1b", "\u202e"} & set(mai.shown())


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (200, 60)], ids=str)
async def test_every_size_shows_the_concept(opening: Opening, size: tuple[int, int]) -> None:
    async with opening(size=size) as mai:
        assert "dân vận" in mai.shown()
        await mai.press("question_mark", "escape", "enter", "tab", "right", "down", "i", "escape")
        assert all(line.strip() or True for line in mai.shown().splitlines())


async def test_ascii_draws_with_ascii_alone(opening: Opening) -> None:
    async with opening(size=(100, 30), ascii_only=True) as mai:
        await mai.press("enter", "up")
        frame = "".join(
            c
            for c in mai.shown()
            if ord(c) > 0x7E and not (c.isalpha() or ord(c) in range(0x300, 0xE80))
        )
        assert frame == ""


async def test_no_color_marks_hits_with_brackets(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opening() as mai:
        assert "งาน[ระดมมวลชน]" in mai.shown()
        await mai.press("enter", "question_mark", "escape", "q")
