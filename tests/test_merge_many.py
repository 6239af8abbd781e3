"""Hundreds of decisions of two reviewers, files with comments and branches of git: nothing lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from termbases import FIXED
from test_replay import bases, logs

from glossary import termfile
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.merge import conflicts, merge, merge_files
from glossary.model import Concept, Status, Term, Termbase
from glossary.replay import apply
from glossary.revisions import install_driver
from glossary.termfile import TermFile

DECISION = ("status", "reason", "decided_by", "decided_at")
GROUPS = (DECISION, ("note",), ("source",), ("part_of_speech",), ("register",))
"""Fields of a term that are merged together."""


def lost_or_invented(
    base: Termbase, ours: Termbase, theirs: Termbase, merged: Termbase
) -> Iterator[str]:
    """What a merge did wrong: each line names something that neither side did, or that one did in
    vain and without a conflict that says so."""
    told = conflicts(merged)
    known = [*conflicts(base), *conflicts(ours), *conflicts(theirs)]
    said = {(c.concept, c.lang, c.text, c.field) for c in told if c not in known}
    rivals = {(c.concept, c.lang) for c in told if c.field == "preferred"}
    sides = [
        {(c.id, t.lang, t.text): t for c in side for t in c.terms}
        for side in (base, ours, theirs, merged)
    ]
    for key in {key for side in sides for key in side}:
        b, o, t, m = (side.get(key) for side in sides)
        if o is None or t is None:
            there, in_conflict = o or t, (*key, "term") in said
            concept = next((s for s in (ours, theirs) if key[0] not in s.by_id), None)
            if concept is not None:
                continue  # concepts that one side removed are looked at below
            wanted = there if b is None or there is None or there != b else None
            if m != wanted and not (key[:2] in rivals and m is not None):
                yield f"{key}: {m} is not {wanted}"
            if (b is not None and there not in (None, b)) != in_conflict:
                yield f"{key}: removed and changed, told {in_conflict}"
            continue
        if m is None:
            yield f"{key}: lost"
            continue
        start = b or Term(*key[1:])
        for group in GROUPS:
            was, mine, other, now = (
                tuple(getattr(side, name) for name in group) for side in (start, o, t, m)
            )
            clash = was not in (mine, other) and mine != other
            if group is DECISION and key[:2] in rivals:
                continue
            if group == ("source",) and b is None and o.source and t.source:
                if now != (", ".join(dict.fromkeys((o.source, t.source))),):
                    yield f"{key}: the source is {now}"
                continue
            alike = group is DECISION and mine[:2] == other[:2]
            wanted = other if mine == was else mine
            if clash and alike:
                wanted = max(mine, other, key=lambda each: (each[3], each[2]))
            if now != wanted:
                yield f"{key}: {group} is {now} and not {wanted}"
            if (clash and not alike) != ((*key, group[0]) in said):
                yield f"{key}: {group} clash {clash} is not what was told"
        for name in ("forms", "blocked_by"):
            was, mine, other, now = (set(getattr(side, name)) for side in (start, o, t, m))
            if now != (mine | other) - (was - mine) - (was - other):
                yield f"{key}: {name} are {now}"
    for id_ in {c.id for side in (base, ours, theirs) for c in side}:
        there = [side.by_id.get(id_) for side in (base, ours, theirs)]
        changed = [side for side in there[1:] if side is not None and side != there[0]]
        if changed and id_ not in merged.by_id:
            yield f"{id_}: lost"
        for name in ("note", "definition", "gloss"):
            was, mine, other = (getattr(side, name, None) for side in there)
            if mine is not None and other is not None:
                now = getattr(merged.by_id[id_], name)
                if now != (other if mine == (was or "") else mine):
                    yield f"{id_}: {name} is {now!r}"


@given(bases, logs(), logs())
@settings(FIXED, max_examples=150)
def test_nothing_is_lost_and_nothing_invented(
    base: Termbase, one: list[Decision], other: list[Decision]
) -> None:
    ours, theirs = apply(base, one), apply(base, other)
    merged = merge(base, ours, theirs)
    assert list(lost_or_invented(base, ours, theirs, merged.termbase)) == []
    for concept in merged.termbase:
        for lang in ("th",):
            count = sum(t.status is Status.PREFERRED for t in concept.in_lang(lang))
            limit = max(
                sum(t.status is Status.PREFERRED for t in side.by_id[concept.id].in_lang(lang))
                for side in (base, ours, theirs)
                if concept.id in side.by_id
            )
            assert count <= max(1, limit)


@given(bases, logs())
@FIXED
def test_merging_with_nothing_is_nothing(base: Termbase, log: list[Decision]) -> None:
    ours = apply(base, log)
    assert merge(base, ours, base).termbase == ours
    assert merge(base, ours, ours).termbase == ours
    assert merge(base, base, ours).termbase.by_id == ours.by_id


def many(reviewer: str, ids: list[str], seed: int) -> list[Decision]:
    draw = random.Random(seed)
    actions = [Action.PREFER, Action.ADMIT, Action.DEPRECATE, Action.PROPOSE, Action.NOTE]
    return [
        Decision(
            f"{reviewer}/{n}",
            f"2026-01-02T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z",
            reviewer,
            draw.choice(actions),
            draw.choice(ids),
            "th",
            f"คำ{draw.randrange(4)}",
            reason=draw.choice(["", "why"]),
        )
        for n in range(500)
    ]


def test_five_hundred_decisions_of_two_reviewers_on_other_concepts_are_as_made_by_one() -> None:
    concepts = tuple(Concept(f"c{n}", (Term("vi", f"v{n}"),)) for n in range(100))
    base = Termbase(concepts)
    ids = [concept.id for concept in concepts]
    an, lan = many("An", ids[:50], 1), many("Lan", ids[50:], 2)
    merged = merge(base, apply(base, an), apply(base, lan))
    assert merged.conflicts == ()
    assert merged.termbase == apply(base, [*an, *lan])


@given(st.integers(0, 2**32), st.integers(1, 60))
@settings(FIXED, max_examples=12)
def test_five_hundred_decisions_each_about_the_same_concepts_lose_nothing(
    seed: int, count: int
) -> None:
    concepts = tuple(Concept(f"c{n}", (Term("vi", f"v{n}"),)) for n in range(count))
    ids = [concept.id for concept in concepts]
    base = apply(Termbase(concepts), many("Both", ids, seed)[:100])
    ours, theirs = (apply(base, many(who, ids, seed + n)) for n, who in enumerate(("An", "Lan"), 1))
    merged = merge(base, ours, theirs)
    assert list(lost_or_invented(base, ours, theirs, merged.termbase)) == []
    assert {each.concept for each in merged.conflicts} <= set(ids)


HEADED = "# ours\nschema: 1\nconcepts:\n  # one\n  - id: x\n    gloss: g\n    terms:\n      vi:\n"
FILE = HEADED + "        - text: x\n  # two\n  - id: y\n    terms: {}\n"


def test_comments_of_both_sides_stay(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("base", "ours", "theirs")]
    texts = [FILE, FILE.replace("gloss: g", "gloss: h  # why"), FILE.replace("# two", "# second")]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    file, found = merge_files(*paths)
    assert found == ()
    assert file.text == FILE.replace("gloss: g", "gloss: h  # why").replace("# two", "# second")
    assert file.path == paths[1]


def test_a_file_with_one_id_twice_is_not_merged(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text("concepts:\n- id: a\n- id: a\n")
    with pytest.raises(InputError) as caught:
        merge_files(path, path, path)
    assert str(caught.value) == (
        f"{path}:2: 'a' is the id of two concepts; give one another id, then merge"
    )


def test_two_branches_of_five_hundred_decisions_merge_in_git(tmp_path: Path, root: Path) -> None:
    """The driver is the one that is installed; git calls the command as it would for anybody."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    program = tmp_path / "bin" / "thuatngu"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m thuatngu "$@"\n')
    program.chmod(0o755)
    place = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(root)}
    folder = tmp_path / "work"
    folder.mkdir()

    def git(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        options = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
        return subprocess.run(
            ["git", *options, *arguments],
            cwd=folder,
            check=check,
            capture_output=True,
            text=True,
            env={**os.environ, **place},
        )

    git("init", "-q", "-b", "main")
    concepts = tuple(Concept(f"c{n}", (Term("vi", f"v{n}"),)) for n in range(60))
    base, path = Termbase(concepts), folder / "terms.yaml"
    ids = [concept.id for concept in concepts]
    TermFile.new(path, base).save()
    install_driver(path)
    git("add", ".")
    git("commit", "-q", "-m", "base")
    sides = {"an": many("An", ids[:40], 3), "lan": many("Lan", ids[20:], 4)}
    for name, log in sides.items():
        git("checkout", "-q", "-b", name, "main")
        file = TermFile.read(path)
        file.updated(apply(file.termbase, log)).save()
        git("commit", "-q", "-am", name)
    run = git("merge", "an", "-m", "both", check=False)
    assert "Traceback" not in run.stderr, run.stderr
    assert "conflicts" in run.stderr
    ours, theirs = (apply(base, sides[name]) for name in ("lan", "an"))
    merged = termfile.load(path)
    assert list(lost_or_invented(base, ours, theirs, merged)) == []
    told = len(conflicts(merged))
    assert told
    assert (run.returncode != 0) == bool(told)
    assert f"terms.yaml: merged, {told} conflicts" in run.stderr
