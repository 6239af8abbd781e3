"""The commands as a user meets them: what they print, what they refuse, and how they exit."""

from __future__ import annotations

import shutil
import subprocess
from itertools import chain
from pathlib import Path

import pytest
import typer
from programs import Run, objects

from glossary.formats import FORMATS
from glossary.termfile import load
from thuatngu.cli import MODULES, app
from thuatngu.exit import ExitCode
from tui.cells import width

GROUP = typer.main.get_command(app)
COMMANDS = sorted(chain(*MODULES.values()))
STORY = ("vi.txt", "th.txt", "hi.txt")


@pytest.fixture
def story(tmp_path: Path, root: Path) -> Path:
    """One event of the example corpus, in the folder ``story``."""
    folder = tmp_path / "story"
    folder.mkdir()
    for name in STORY:
        shutil.copy(root / "examples/corpus/so-ket-dan-van" / name, folder / name)
    return folder


def test_each_module_adds_the_commands_that_it_is_loaded_for() -> None:
    assert GROUP.list_commands(None) == list(chain(*MODULES.values()))  # type: ignore[attr-defined]


def test_a_mistyped_command_is_told_its_like(run: Run) -> None:
    assert "Did you mean 'status'?" in run("stauts").stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(run: Run, command: str) -> None:
    result = run(f"{command} --help")
    assert result.exit_code == ExitCode.CLEAN
    assert f"thuatngu {command}" in result.stdout.split("Examples:")[1]
    assert "… │" not in result.stdout  # no word is cut


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_the_termbase_and_the_workspace(command: str) -> None:
    chosen = GROUP.get_command(None, command)  # type: ignore[attr-defined]
    options = {option for parameter in chosen.params for option in parameter.opts}
    assert {"--terms", "--workspace"} <= options or command == "doctor"


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout == "thuatngu 0.1.0\n"


def test_init_copies_the_shipped_termbase_once(run: Run, root: Path, tmp_path: Path) -> None:
    assert run("init").exit_code == ExitCode.CLEAN
    assert (tmp_path / "terms.yaml").read_bytes() == (root / "terms.yaml").read_bytes()
    again = run("init")
    assert again.exit_code == ExitCode.INPUT
    assert again.stderr == (
        "thuatngu: terms.yaml: is there already; 'thuatngu status' shows what is in use\n"
    )


def test_adding_twice_changes_nothing(run: Run, story: Path) -> None:
    first = run("add story --format json")
    assert first.exit_code == ExitCode.CLEAN
    assert objects(first) == [
        {
            "new": 3,
            "known": 0,
            "replaced": 0,
            "unreadable": [],
            "passed_over": {},
            "documents": {"hi": 1, "th": 1, "vi": 1},
            "tied": 1,
        }
    ]
    assert objects(run("add story --format json"))[0] | {"known": 0, "new": 3} == objects(first)[0]


def test_files_that_are_passed_over_are_told(run: Run, story: Path) -> None:
    (story / "hop.docx").write_bytes(b"PK")
    assert (
        "3 new, 0 known, 0 replaced, 0 unreadable\n"
        "passed over for their extensions: 1 .docx; save them as .txt\n" in run("add story").stderr
    )


def test_a_bad_file_is_named_and_the_rest_goes_on(run: Run, story: Path) -> None:
    (story / "latin.txt").write_bytes("Điều này".encode("utf-16"))
    (story / "empty.txt").write_bytes(b"")
    result = run("add story --format json")
    assert result.exit_code == ExitCode.INPUT
    told = objects(result)[0]
    assert told["new"] == 3
    unreadable = told["unreadable"]
    assert isinstance(unreadable, list)
    assert [bad["path"] for bad in unreadable] == ["story/empty.txt", "story/latin.txt"]
    assert result.stderr.count("\n") == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(
            "mine",
            "no workspace here; make one with 'thuatngu add PATH'",
            id="no-workspace",
        ),
        pytest.param("status --terms none.yaml", "none.yaml: no such file", id="no-termbase"),
        pytest.param("log nonsense", "no concept 'nonsense'", id="no-such-concept"),
        pytest.param("export --format doc", "'doc' is no format; give one of", id="no-such-format"),
        pytest.param("export --format po", "give it, as in --lang th", id="po-without-language"),
        pytest.param("check none.txt", "none.txt: cannot be read", id="no-such-file"),
        pytest.param("align one.txt", "align takes two files, or none", id="half-a-pair"),
        pytest.param("import x.po", "no terms.yaml here or above", id="shipped-is-read-only"),
        pytest.param("review --reviewer A", "no terms.yaml here or above", id="review-needs-own"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, line: str, message: str) -> None:
    result = run(line)
    assert result.exit_code == ExitCode.INPUT
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_deprecated_rendering_is_found_and_a_clean_text_is_not(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("งานบริการสาธารณะคืบหน้า\n", encoding="utf-8")
    (tmp_path / "good.txt").write_text("งานระดมมวลชนคืบหน้า\n", encoding="utf-8")
    assert run("check good.txt").exit_code == ExitCode.CLEAN
    result = run("check bad.txt good.txt --format json")
    assert result.exit_code == ExitCode.FINDINGS
    assert [
        (found["file"], found["line"], found["column"], found["code"], found["concept"])
        for found in objects(result)
    ] == [("bad.txt", 1, 1, "TG101", "dan-van")]
    assert list(objects(result)[0]) == [
        *("file", "line", "column", "start", "end", "code", "severity"),
        *("concept", "found", "expected", "message"),
    ]
    piped = run("check - --format json", stdin="งานบริการสาธารณะ".encode())
    assert piped.exit_code == ExitCode.FINDINGS
    assert objects(piped)[0]["file"] == "-"


def test_the_shipped_termbase_breaks_no_rule(run: Run) -> None:
    result = run("validate")
    assert (result.exit_code, result.stdout) == (ExitCode.CLEAN, "")


def test_a_broken_termbase_is_told_with_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_text(
        "schema: 1\n"
        "concepts:\n"
        "  - id: dan-van\n"
        "    terms:\n"
        "      vi: [{text: dân vận}]\n"
        "      th:\n"
        "        - {text: การระดมมวลชน, status: preferred}\n"
        "        - {text: งานมวลชน, status: preferred}\n",
        encoding="utf-8",
    )
    result = run("validate --format json")
    assert result.exit_code == ExitCode.FINDINGS
    two = next(found for found in objects(result) if "two preferred" in str(found["message"]))
    assert (two["line"], two["severity"]) == (8, "error")


def test_export_is_clean_for_gettext_and_comes_back_without_a_change(
    run: Run, tmp_path: Path
) -> None:
    run("init")
    before = (tmp_path / "terms.yaml").read_bytes()
    assert run("export --format po --lang th --out th.po").exit_code == ExitCode.CLEAN
    if shutil.which("msgfmt"):
        checked = subprocess.run(
            ["msgfmt", "--check", "--check-header", "-o", "/dev/null", "th.po"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert checked.stderr == ""
    assert run("import th.po").exit_code == ExitCode.CLEAN
    assert (tmp_path / "terms.yaml").read_bytes() == before
    assert run("export --format yaml --out copy.yaml").exit_code == ExitCode.CLEAN
    assert load(tmp_path / "copy.yaml") == load(tmp_path / "terms.yaml")


def test_import_shows_before_it_does(run: Run, tmp_path: Path) -> None:
    run("init")
    run("export --format po --lang th --out th.po")
    po = (tmp_path / "th.po").read_text(encoding="utf-8")
    entry = 'msgctxt "dan-van"\nmsgid "dân vận"\nmsgstr "การระดมมวลชน"'
    assert entry in po
    (tmp_path / "th.po").write_text(
        po.replace(entry, entry.replace("การระดมมวลชน", "การขับเคลื่อนมวลชน")), encoding="utf-8"
    )
    before = (tmp_path / "terms.yaml").read_bytes()
    shown = objects(run("import th.po --dry-run --format json"))
    assert [(row["concept"], row["lang"], row["text"]) for row in shown] == [
        ("dan-van", "th", "การขับเคลื่อนมวลชน")
    ]
    assert (tmp_path / "terms.yaml").read_bytes() == before
    run("import th.po")
    new = [t.text for t in load(tmp_path / "terms.yaml").by_id["dan-van"].in_lang("th")]
    assert "การขับเคลื่อนมวลชน" in new


def test_kwic_shows_each_occurrence_once(run: Run, tmp_path: Path) -> None:
    text = "งานระดมมวลชนของจังหวัด และการระดมมวลชนของอำเภอ\n"
    (tmp_path / "th.txt").write_text(text, encoding="utf-8")
    rows = objects(run("kwic dan-van th.txt --format json"))
    assert [text[int(str(r["start"])) : int(str(r["end"]))] for r in rows] == [
        "งานระดมมวลชน",
        "การระดมมวลชน",
    ]
    assert objects(run("kwic ฉันทามติ th.txt --format json")) == []


def test_a_line_of_kwic_takes_the_cells_that_a_terminal_gives_it(run: Run, tmp_path: Path) -> None:
    text = "लाओ काई प्रांतीय पार्टी समिति की स्थायी समिति ने जन लामबंदी कार्य की समीक्षा की और नई दिशा दी\n"
    (tmp_path / "hi.txt").write_text(text, encoding="utf-8")
    shown = run("kwic dan-van hi.txt --width 40").stdout.splitlines()[1]
    assert 40 < width(shown) <= 40 + len("    1  []")


def test_a_report_of_nothing_says_so(run: Run, story: Path) -> None:
    run("add story/vi.txt")
    result = run("report")
    assert result.stdout == ""
    assert result.stderr == (
        "no translation names a concept; 'thuatngu status' shows what the workspace holds\n"
    )


def test_status_tells_the_next_step(run: Run, story: Path) -> None:
    assert run("status").stderr == "next: thuatngu add ARTICLES\n"
    run("add story")
    assert run("status").stderr == "next: thuatngu align\n"
    assert objects(run("align")) == []
    assert run("status").stderr == "next: thuatngu mine\n"
    (story / "new.txt").write_text("Công tác dân vận có nhiều đổi mới.\n", encoding="utf-8")
    run("add story/new.txt")
    assert run("status").stderr == "next: thuatngu align\n"
    run("add story/vi.txt --workspace one.sqlite")
    assert run("status --workspace one.sqlite").stderr == "next: thuatngu mine\n"
    (story / "apart.txt").write_text("ราคายางพาราในตลาดโลกลดลง\n", encoding="utf-8")
    run("add story/new.txt story/apart.txt --workspace apart.sqlite")
    assert run("status --workspace apart.sqlite").stderr == "next: thuatngu align\n"
    assert run("align --workspace apart.sqlite").stderr.startswith("0 pairs aligned")
    assert run("status --workspace apart.sqlite").stderr == "next: thuatngu mine\n"
    assert run("log").stderr == "no decisions yet; 'thuatngu review' makes some\n"


def test_given_lines_are_aligned_as_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Chiều 3/7, Tỉnh ủy họp.\nCó 120 đại biểu dự.\nTrời mưa to.\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(
        "บ่ายวันที่ 3 กรกฎาคม คณะกรรมการพรรคจังหวัดประชุม\nมีผู้แทน 120 คนเข้าร่วม\n",
        encoding="utf-8",
    )
    result = run("align a.txt b.txt --segments lines --mode parallel --format json")
    assert result.exit_code == ExitCode.CLEAN
    head, *beads = objects(result)
    assert head["mode"] == "parallel"
    assert "align-" in str(head["signature"])
    assert [(bead["source"], bead["target"]) for bead in beads] == [
        ([0], [0]),
        ([1], [1]),
        ([2], []),
    ]
    assert beads[0]["source_span"] == [0, 23]
    assert beads[2]["target_span"] is None


def test_the_main_job(run: Run, story: Path, tmp_path: Path) -> None:
    run("init")
    run("add story")
    aligned = run("align")
    assert "3 pairs aligned, 0 were done" in aligned.stderr
    again = run("align --format json")
    assert "0 pairs aligned, 3 were done" in again.stderr
    heads = [row for row in objects(again) if "signature" in row]
    assert [head["documents"] for head in heads] == [
        ["story/vi.txt", "story/th.txt"],
        ["story/vi.txt", "story/hi.txt"],
        ["story/th.txt", "story/hi.txt"],
    ]
    mined = objects(run("mine --concept dan-van --lang th --format json"))
    assert list(mined[0]) == [
        *("concept", "vi", "lang", "rendering", "count", "documents", "status", "score", "rank"),
        *("reasons", "alternatives", "gloss", "evidence", "signature"),
    ]
    assert [row["rank"] for row in mined] == list(range(1, len(mined) + 1))
    text = (story / "th.txt").read_text(encoding="utf-8")
    first = mined[0]
    evidence = first["evidence"]
    assert isinstance(evidence, list)
    assert {place["document"] for place in evidence} == {"story/th.txt"}
    assert all(
        "มวลชน" in text[p["start"] : p["end"]] or first["status"] != "proposed" for p in evidence
    )
    report = objects(run("report --concept dan-van --format json"))
    assert {row["concept"] for row in report} == {"dan-van"}
    page = run("report --format html --out report.html")
    assert page.exit_code == ExitCode.CLEAN
    assert "http" not in (tmp_path / "report.html").read_text(encoding="utf-8").replace(
        "http://www.w3.org/2000/svg", ""
    )


def test_a_baseline_lets_pass_what_it_knows_and_nothing_else(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("งานบริการสาธารณะคืบหน้า\n", encoding="utf-8")
    assert run("check bad.txt --baseline known --update-baseline").exit_code == ExitCode.CLEAN
    assert run("check bad.txt --baseline known").exit_code == ExitCode.CLEAN
    bad.write_text("งานบริการสาธารณะคืบหน้า\nคณะกรรมการบริการประชุม\n", encoding="utf-8")
    found = objects(run("check bad.txt --baseline known --format json"))
    assert [(row["line"], row["concept"]) for row in found] == [(2, "ban-dan-van")]


def test_fix_replaces_what_has_one_answer_and_shows_it_first(run: Run, tmp_path: Path) -> None:
    run("init")
    file = tmp_path / "terms.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("status: proposed", "status: preferred", 1), encoding="utf-8")
    bad = tmp_path / "bad.txt"
    bad.write_text("งานบริการสาธารณะคืบหน้า\n", encoding="utf-8")
    shown = run("check bad.txt --fix")
    assert "-งานบริการสาธารณะคืบหน้า\n+การระดมมวลชนคืบหน้า\n" in shown.stdout
    assert shown.exit_code == ExitCode.FINDINGS
    assert bad.read_text(encoding="utf-8") == "งานบริการสาธารณะคืบหน้า\n"
    assert run("check bad.txt --fix --yes").exit_code == ExitCode.CLEAN
    assert bad.read_text(encoding="utf-8") == "การระดมมวลชนคืบหน้า\n"


def test_a_project_turns_a_check_off(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("งานบริการสาธารณะคืบหน้า\n", encoding="utf-8")
    (tmp_path / "thuatngu.toml").write_text('[check]\noff = ["TG101"]\n', encoding="utf-8")
    assert run("check bad.txt").exit_code == ExitCode.CLEAN
    (tmp_path / "thuatngu.toml").write_text('[check]\noff = ["TG999"]\n', encoding="utf-8")
    assert "no check 'TG999'" in run("check bad.txt").stderr


def test_score_tells_terms_and_text_apart(run: Run, tmp_path: Path) -> None:
    (tmp_path / "vi.txt").write_text("Công tác dân vận.\nHội nghị.\n", encoding="utf-8")
    (tmp_path / "th.txt").write_text("งานบริการสาธารณะ\nการประชุม\n", encoding="utf-8")
    rows = objects(
        run("score th.txt --source vi.txt --pairing lines --reference th.txt --format json")
    )
    values = {row["metric"]: row["value"] for row in rows}
    assert values["chrF"] == pytest.approx(100)
    assert values["adherence, strict"] == 0
    assert values["forbidden in 1,000"] == pytest.approx(500)


def test_score_says_what_is_undecided_and_where_lines_are_lacking(run: Run, tmp_path: Path) -> None:
    (tmp_path / "vi.txt").write_text("Công tác dân vận.\nHội nghị.\n", encoding="utf-8")
    (tmp_path / "th.txt").write_text("งานระดมมวลชน\nการประชุม\n", encoding="utf-8")
    (tmp_path / "one.txt").write_text("การประชุม\n", encoding="utf-8")
    assert (
        "2 of 2 occurrences are terms that nobody has decided on, and adhere to nothing\n"
        in run("score th.txt --source vi.txt --pairing lines").stderr
    )
    assert run("score th.txt --reference one.txt").stderr == (
        "thuatngu: one.txt: has 1 line where th.txt has 2; write a line for each of its lines\n"
    )


def test_export_help_names_every_format(run: Run) -> None:
    told = " ".join(run("export --help").stdout.replace("│", " ").split())
    assert " ".join(FORMATS) in told


def test_files_that_differ_from_each_other_are_told_when_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("แกนนำเข้าร่วมการประชุม\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("เจ้าหน้าที่เข้าร่วมการประชุม\n", encoding="utf-8")
    assert run("check a.txt b.txt").exit_code == ExitCode.CLEAN
    found = objects(run("check a.txt b.txt --across --format json"))
    assert {(row["file"], row["code"]) for row in found} >= {("b.txt", "TG104")}


def test_kwic_names_a_bad_file_and_goes_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("งานระดมมวลชนคืบหน้า\n", encoding="utf-8")
    result = run("kwic dan-van none.txt good.txt --format json")
    assert result.exit_code == ExitCode.INPUT
    assert [row["document"] for row in objects(result)] == ["good.txt"]
    assert result.stderr.startswith("none.txt: ")


def test_a_language_of_no_article_is_refused(run: Run, story: Path) -> None:
    run("init")
    for line in ("add story --lang xx", "mine --lang xx", "kwic dan-van --lang xx"):
        assert run(line).exit_code == ExitCode.INPUT
    run("add story")
    assert "is not CONCEPT:LANG=TEXT" in run("mine --known dan-van:xx=y").stderr


def test_lines_are_read_whatever_a_file_is_called(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.vi").write_text("Tỉnh ủy họp.\n", encoding="utf-8")
    (tmp_path / "b.th").write_text("คณะกรรมการพรรคจังหวัดประชุม\n", encoding="utf-8")
    rows = objects(run("align a.vi b.th --segments lines --mode parallel --format json"))
    assert [(row["source"], row["target"]) for row in rows[1:]] == [([0], [0])]


def test_the_workspace_keeps_itself_out_of_git(run: Run, story: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    run("init")
    run("add story")
    done = subprocess.run(
        ["git", "-C", str(tmp_path), "status", "--porcelain"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert ".thuatngu" not in done.stdout
    assert "?? terms.yaml" in done.stdout


def test_a_language_of_a_format_that_holds_all_is_refused(run: Run) -> None:
    result = run("export --format csv --lang th --out all.csv")
    assert result.exit_code == ExitCode.INPUT
    assert result.stderr == "thuatngu: csv holds every language; leave --lang out\n"


def test_an_export_in_an_unknown_language_says_so(run: Run) -> None:
    run("init")
    assert "no term in 'xx' yet" in run("export --format po --lang xx --out xx.po").stderr
    assert "yet" not in run("export --format po --lang th --out th.po").stderr
