"""What a project chooses, lets pass, knows already and mends."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs import git

from glossary.checks import Checker, Config, baseline, changes, config, mending, suppression
from glossary.errors import InputError
from glossary.finding import Finding, Severity
from glossary.model import Concept, Status, Term, Termbase

BASE = Termbase(
    (
        Concept(
            "ban-dan-van",
            (
                Term("vi", "Ban Dân vận"),
                Term("th", "คณะกรรมการระดมมวลชน", Status.PREFERRED),
                Term("th", "คณะกรรมการบริการ", Status.DEPRECATED, forms=("กรรมการบริการ",)),
                Term("hi", "जन लामबंदी आयोग", Status.PREFERRED),
                Term("hi", "सेवा आयोग", Status.DEPRECATED),
            ),
        ),
    )
)
BAD = "คณะกรรมการบริการ"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_configuration_is_found_upwards_and_read(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[tool.thuatngu.check]\noff = ["TG104"]\n')
    (tmp_path / "a").mkdir()
    write(tmp_path / "a" / "pyproject.toml", "[project]\nname = 'x'\n")
    path = config.find(tmp_path / "a")
    assert path == tmp_path.resolve() / "pyproject.toml"
    assert config.load(path).off == {"TG104"}


def test_only_turns_the_others_off_and_severities_change(tmp_path: Path) -> None:
    text = '[check]\nonly = ["TG101"]\n[check.severity]\nTG101 = "warning"\n'
    chosen = config.load(write(tmp_path / "thuatngu.toml", text))
    found = Checker(BASE, chosen).text("a", f"{BAD} พ.ศ. 2024", lang="th")
    assert [(f.code, f.severity) for f in found] == [("TG101", Severity.WARNING)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[check]\nof = []", "unknown key 'of' in [check]; use off, only, severity or ignore"),
        ('[check]\noff = "TG101"', "'off' must be a list"),
        ("check = 1", "'check' must be a table"),
        ('[check.severity]\nTG101 = "bad"', "no severity 'bad'; use error, warning or info"),
        ("[check", "not TOML"),
        ('[check]\noff = ["TG999"]', "no check 'TG999'; there are TG101, "),
        ('[check]\nignore = "none.toml"', "is not there; make it or take `ignore` out"),
    ],
)
def test_a_configuration_that_cannot_be_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "thuatngu.toml", text)
    with pytest.raises(InputError) as error:
        config.load(path)
    assert str(error.value).startswith(f"{path}: ")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(f"{BAD} # thuatngu: ignore TG101 -- a title\n{BAD}", [2], id="own-line"),
        pytest.param(f"# thuatngu: ignore TG101 -- quoted\n{BAD}\n\n{BAD}", [4], id="to-the-blank"),
        pytest.param(f"<!-- thuatngu: ignore TG101, TG104 -- quoted -->\n{BAD}", [], id="html"),
        pytest.param(f"{BAD} # thuatngu: ignore TG104 -- another check", [1], id="another-code"),
        pytest.param(f"{BAD} # thuatngu: other", [1], id="another-word"),
    ],
)
def test_a_comment_lets_pass_what_it_names(text: str, lines: list[int]) -> None:
    assert [f.line for f in Checker(BASE).text("a", text, lang="th")] == lines


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("ignore -- why", "a:1: `ignore` names no check; write ignore TG104 -- why"),
        ("ignore TG101", "a:1: `ignore` gives no reason; write ignore TG104 -- why"),
        ("ignore TG101 -- ", "a:1: `ignore` gives no reason; write ignore TG104 -- why"),
    ],
)
def test_a_comment_without_a_check_or_a_reason_is_refused(comment: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        Checker(BASE).text("a", f"{BAD} # thuatngu: {comment}", lang="th")
    assert str(error.value) == message


def test_a_side_file_lets_pass_by_path_and_words(tmp_path: Path) -> None:
    path = write(
        tmp_path / "thuatngu-ignore.toml",
        f'[[ignore]]\ncode = "TG101"\nfile = "old/*.txt"\nfound = "{BAD}"\nreason = "archive"\n',
    )
    checker = Checker(BASE, Config(ignore=path))
    assert checker.text("x/old/a.txt", BAD, lang="th") == []
    assert len(checker.text("x/new/a.txt", BAD, lang="th")) == 1
    assert len(checker.text("x/old/a.txt", "กรรมการบริการ", lang="th")) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[ignore]]\ncode = "TG101"', "entry 1: no reason; say which check is let pass, and why"),
        ('[[ignore]]\nreason = "x"', "entry 1: no code; say which check is let pass, and why"),
        ("[[ignore]]\ncode = 1", "entry 1: every value must be a string"),
        (
            '[[ignore]]\ncode = "TG101"\nreason = "x"\nline = "1"',
            "entry 1: unknown key 'line'; use code, file, found, concept, reason",
        ),
        ("ignore = 1", "'ignore' must be a list; write [[ignore]]"),
    ],
)
def test_a_side_file_with_a_wrong_entry_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "i.toml", text)
    with pytest.raises(InputError) as error:
        suppression.load(path)
    assert str(error.value) == f"{path}: {message}"


def test_a_baseline_knows_findings_when_lines_move() -> None:
    old, new = f"ข่าว\n{BAD} ก\n", f"ข่าว\nเพิ่ม\n{BAD} ก\n{BAD} ข\n"
    checker = Checker(BASE)
    known = baseline.write(checker.text("a", old, lang="th"), lambda _: old)
    found = checker.text("a", new, lang="th")
    assert [f.line for f in baseline.new(found, known, "b", lambda _: new)] == [4]
    assert baseline.new(checker.text("a", old, lang="th"), known, "b", lambda _: old) == []


def test_a_baseline_counts_equal_findings() -> None:
    one, two = f"{BAD}\n", f"{BAD}\n{BAD}\n"
    checker = Checker(BASE)
    known = baseline.write(checker.text("a", one, lang="th"), lambda _: one)
    assert len(baseline.new(checker.text("a", two, lang="th"), known, "b", lambda _: two)) == 1


def test_a_file_that_is_no_baseline_is_refused() -> None:
    with pytest.raises(InputError, match=r"^b:1: not a line of a baseline"):
        baseline.new([], "x\n", "b", lambda _: "")


def test_only_changed_lines_are_kept(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    path = write(tmp_path / "a.txt", f"{BAD} ก\nข\nค\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "x")
    text = f"{BAD} ก\nข\n{BAD} ใหม่\nค\n"
    write(path, text)
    other = write(tmp_path / "b.txt", f"{BAD}\n")
    found = [finding for p in (path, other) for finding in Checker(BASE).file(p)]
    changed = changes.since("HEAD", [path, other])
    texts = {str(p): p.read_text(encoding="utf-8") for p in (path, other)}
    left = changes.touched(found, changed, texts)
    assert [(Path(f.file).name, f.line) for f in left] == [("a.txt", 3), ("b.txt", 1)]
    with pytest.raises(InputError, match=r"^--diff no-such-revision: git knows no such revision"):
        changes.since("no-such-revision", [path])
    with pytest.raises(InputError, match=r"^--diff --output=x: is no revision"):
        changes.since("--output=x", [path])


def mend(text: str, lang: str = "th", source: str | None = None) -> mending.Mended:
    checker = Checker(BASE)
    found: list[Finding] = (
        checker.text("a.txt", text, lang=lang)
        if source is None
        else checker.spans("a.txt", text, lang, source)
    )
    return mending.mended(text, found, BASE, lang, "a.txt")


@pytest.mark.parametrize(
    ("lang", "source", "before", "after"),
    [
        pytest.param(
            "th", None, f"ก {BAD} ข {BAD}", "ก คณะกรรมการระดมมวลชน ข คณะกรรมการระดมมวลชน", id="term"
        ),
        pytest.param("th", None, "กรรมการบริการ", "กรรมการบริการ", id="a-form-is-left"),
        pytest.param("hi", None, "सेवा आयोग ने", "जन लामबंदी आयोग ने", id="hindi"),
        pytest.param("hi", None, "सेवा आयोगों ने", "सेवा आयोगों ने", id="inflected-is-left"),
        pytest.param("th", None, "พ.ศ. ๒๐๒๔", "พ.ศ. ๒๕๖๗", id="digits-keep-their-script"),
        pytest.param("th", "năm 2024", "ปี 2566", "ปี 2567", id="year"),
        pytest.param("th", "số 43/NQ-HĐND", "ที่ 34/NQ-HDND", "ที่ 43/NQ-HDND", id="document"),
        pytest.param("th", "15 xã", "16 ตำบล", "16 ตำบล", id="a-number-is-left"),
    ],
)
def test_only_what_has_one_replacement_is_mended(
    lang: str, source: str | None, before: str, after: str
) -> None:
    assert mend(before, lang, source).after == after


def test_the_language_of_what_was_found_decides_not_that_of_the_file() -> None:
    text = f'msgid "Ban Dân vận"\nmsgstr "{BAD}"\n'
    found = Checker(BASE).content("a.po", text)
    after = mending.mended(text, found, BASE, "vi", "a.po").after
    assert after == 'msgid "Ban Dân vận"\nmsgstr "คณะกรรมการระดมมวลชน"\n'


def test_a_diff_shows_what_would_change() -> None:
    assert mend(f"ก\n{BAD}").diff == (
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n ก\n"
        f"-{BAD}\n\\ No newline at end of file\n"
        "+คณะกรรมการระดมมวลชน\n\\ No newline at end of file\n"
    )
    assert mend("ก").diff == ""


def test_mending_twice_changes_nothing_more() -> None:
    once = mend(f"{BAD} พ.ศ. 2024").after
    assert mend(once).after == once
