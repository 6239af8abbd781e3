"""`merge` and `diff` as a user and git call them."""

from __future__ import annotations

from pathlib import Path

from programs import Run, git, objects

from glossary.termfile import load
from thuatngu.exit import ExitCode


def test_diff_tells_a_change_in_the_words_of_the_field(run: Run, tmp_path: Path) -> None:
    run("init")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "terms.yaml")
    git(tmp_path, "commit", "-qm", "start")
    assert run("diff").stdout == ""
    file = tmp_path / "terms.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("status: proposed", "status: admitted", 1), encoding="utf-8")
    assert objects(run("diff --format json"))[0]["message"] == (
        "'th' การระดมมวลชน: proposed → admitted"
    )
    assert run("diff nothing").exit_code == ExitCode.INPUT


def test_merge_joins_what_two_people_did_and_tells_a_conflict(run: Run, tmp_path: Path) -> None:
    run("init")
    text = (tmp_path / "terms.yaml").read_text(encoding="utf-8")

    def version(name: str, old: str, new: str) -> None:
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    gloss = "gloss: mass mobilization (the Party's work among the people)"
    version("base.yaml", gloss, gloss)
    version("ours.yaml", gloss, "gloss: ours")
    version("theirs.yaml", "subject: party\n", "subject: front\n")
    assert run("merge base.yaml ours.yaml theirs.yaml").exit_code == ExitCode.CLEAN
    merged = load(tmp_path / "ours.yaml").by_id["dan-van"]
    assert (merged.gloss, merged.subject) == ("ours", "front")
    version("theirs.yaml", gloss, "gloss: theirs")
    told = run("merge base.yaml ours.yaml theirs.yaml")
    assert told.exit_code == ExitCode.FINDINGS
    assert "conflict in 'dan-van': gloss; ours stands" in told.stderr
    assert load(tmp_path / "ours.yaml").by_id["dan-van"].gloss == "ours"
