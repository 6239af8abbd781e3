"""`merge` and `diff` as a user and git call them, and the review of what a merge left."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs import Run, git, objects

from aligner.workspace import Workspace
from glossary.errors import InputError
from glossary.merge import conflicts
from glossary.termfile import load
from thuatngu.exit import ExitCode
from thuatngu.reviewing import Wishes, found_project
from tui.session import Session


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
        "th การระดมมวลชน: proposed → admitted"
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


def test_what_a_merge_left_is_reviewed_in_a_clone_without_a_workspace(
    run: Run, tmp_path: Path
) -> None:
    run("init")
    here = Wishes("An", terms=tmp_path / "terms.yaml")
    with pytest.raises(InputError, match="no workspace"):
        found_project(here)
    text = (tmp_path / "terms.yaml").read_text(encoding="utf-8")
    for name, gloss in (("base", "a"), ("terms", "b"), ("theirs", "c")):
        changed = text.replace("gloss: mass mobilization", f"gloss: {gloss}", 1)
        (tmp_path / f"{name}.yaml").write_text(changed, encoding="utf-8")
    assert run("merge base.yaml terms.yaml theirs.yaml").exit_code == ExitCode.FINDINGS
    project = found_project(here)
    assert project.workspace.is_file()
    assert (project.workspace.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"
    with Workspace.open(project.workspace, create=False) as store:
        (conflict,) = conflicts(Session(project.terms, store, "An").termbase)
        assert (conflict.concept, conflict.field) == ("dan-van", "gloss")
