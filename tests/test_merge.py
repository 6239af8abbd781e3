from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from termbases import FIXED
from test_replay import bases, logs

from glossary import termfile
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.merge import Conflict, conflicts, merge, merge_files, settled
from glossary.model import Concept, Status, Term, Termbase
from glossary.replay import apply
from glossary.revert import revert, snapshot
from glossary.revisions import install_driver
from glossary.termfile import TermFile

AT = "2026-01-02T03:04:05Z"
WORD = Term("th", "ระดม", forms=("a", "b"), note="n")
BASE = Termbase((Concept("x", (Term("vi", "x"), WORD), gloss="g"), Concept("y", ())))


def with_term(term: Term | None, **more: object) -> Termbase:
    x, y = BASE.concepts
    terms = (x.terms[0], *([term] if term else []))
    return Termbase((replace(x, terms=terms, **more), y))  # type: ignore[arg-type]


def decided(status: Status, by: str, at: str = AT) -> Term:
    return replace(WORD, status=status, decided_by=by, decided_at=at)


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [
        pytest.param(BASE, BASE, BASE, id="nothing"),
        pytest.param(with_term(WORD, gloss="h"), BASE, with_term(WORD, gloss="h"), id="ours"),
        pytest.param(BASE, with_term(WORD, gloss="h"), with_term(WORD, gloss="h"), id="theirs"),
        pytest.param(
            with_term(WORD, note="m"),
            with_term(replace(WORD, forms=("b", "c"))),
            with_term(replace(WORD, forms=("b", "c")), note="m"),
            id="two-fields",
        ),
        pytest.param(
            with_term(replace(WORD, forms=("a", "b", "d"))),
            with_term(replace(WORD, forms=("b", "c"))),
            with_term(replace(WORD, forms=("b", "d", "c"))),
            id="lists-item-by-item",
        ),
        pytest.param(with_term(None), BASE, with_term(None), id="removed"),
        pytest.param(
            with_term(decided(Status.ADMITTED, "An")),
            with_term(decided(Status.ADMITTED, "Lan", "2026-02-02T00:00:00Z")),
            with_term(decided(Status.ADMITTED, "Lan", "2026-02-02T00:00:00Z")),
            id="decided-alike",
        ),
        pytest.param(
            Termbase((*BASE.concepts, Concept("a", ()))),
            Termbase((BASE.concepts[0], Concept("b", ()), BASE.concepts[1])),
            Termbase((BASE.concepts[0], Concept("b", ()), BASE.concepts[1], Concept("a", ()))),
            id="new-concepts",
        ),
        pytest.param(
            Termbase(BASE.concepts[:1]), BASE, Termbase(BASE.concepts[:1]), id="concept-removed"
        ),
    ],
)
def test_changes_of_two_sides_are_joined(
    ours: Termbase, theirs: Termbase, result: Termbase
) -> None:
    merged = merge(BASE, ours, theirs)
    assert merged.termbase == result
    assert merged.conflicts == ()


NEW = Term("th", "ใหม่", Status.PREFERRED, decided_by="Lan", decided_at=AT)


@pytest.mark.parametrize(
    ("ours", "theirs", "conflict", "if_theirs"),
    [
        pytest.param(
            with_term(WORD, gloss="h"),
            with_term(WORD, gloss="i"),
            Conflict("x", "gloss", "h", "i"),
            with_term(WORD, gloss="i"),
            id="field",
        ),
        pytest.param(
            with_term(decided(Status.ADMITTED, "An")),
            with_term(decided(Status.DEPRECATED, "Lan")),
            Conflict(
                "x",
                "status",
                {"status": "admitted", "decided_by": "An", "decided_at": AT},
                {"status": "deprecated", "decided_by": "Lan", "decided_at": AT},
                "th",
                "ระดม",
            ),
            with_term(decided(Status.DEPRECATED, "Lan")),
            id="status",
        ),
        pytest.param(
            with_term(None),
            with_term(decided(Status.ADMITTED, "Lan")),
            Conflict(
                "x",
                "term",
                None,
                {
                    "text": "ระดม",
                    "status": "admitted",
                    "forms": ["a", "b"],
                    "note": "n",
                    "decided_by": "Lan",
                    "decided_at": AT,
                },
                "th",
                "ระดม",
            ),
            with_term(decided(Status.ADMITTED, "Lan")),
            id="removed-and-changed",
        ),
        pytest.param(
            Termbase(BASE.concepts[1:]),
            with_term(WORD, gloss="h"),
            Conflict(
                "x",
                "concept",
                None,
                {
                    "id": "x",
                    "gloss": "h",
                    "terms": {
                        "vi": [{"text": "x"}],
                        "th": [{"text": "ระดม", "forms": ["a", "b"], "note": "n"}],
                    },
                },
            ),
            Termbase((with_term(WORD, gloss="h").concepts[0], BASE.concepts[1])),
            id="concept-removed-and-changed",
        ),
    ],
)
def test_what_both_changed_stays_ours_until_it_is_settled(
    ours: Termbase, theirs: Termbase, conflict: Conflict, if_theirs: Termbase
) -> None:
    merged = merge(BASE, ours, theirs)
    assert merged.conflicts == conflicts(merged.termbase) == (conflict,)
    assert settled(merged.termbase, conflict, theirs=False) == ours
    after = settled(merged.termbase, conflict, theirs=True)
    assert sorted(after.concepts, key=lambda c: c.id) == list(if_theirs.concepts)
    assert settled(after, conflict, theirs=True) == after


def test_a_term_that_both_proposed_has_two_sources() -> None:
    sides = [with_term(replace(WORD, text="ใหม่", source=who)) for who in ("An", "Lan", "An")]
    merged = merge(BASE, sides[0], sides[1])
    assert merged.conflicts == ()
    assert merged.termbase.concepts[0].in_lang("th")[-1].source == "An, Lan"
    assert merge(BASE, sides[0], sides[2]).termbase.by_id["x"].in_lang("th")[-1].source == "An"


def test_each_side_prefers_another_term() -> None:
    ours = with_term(decided(Status.PREFERRED, "An"))
    theirs = Termbase(
        (replace(BASE.concepts[0], terms=(*BASE.concepts[0].terms, NEW)), BASE.concepts[1])
    )
    merged = merge(BASE, ours, theirs)
    (conflict,) = merged.conflicts
    concept = merged.termbase.by_id["x"]
    assert concept.preferred("th") == decided(Status.PREFERRED, "An")
    assert concept.in_lang("th")[1] == Term("th", "ใหม่")
    assert (conflict.field, conflict.text) == ("preferred", "ใหม่")
    after = settled(merged.termbase, conflict, theirs=True).by_id["x"]
    assert after.preferred("th") == NEW
    assert after.in_lang("th")[0].status is Status.ADMITTED


@pytest.mark.parametrize(
    ("action", "text", "at", "left"),
    [
        pytest.param(Action.PREFER, "ใหม่", "2026-03-03T00:00:00Z", 0, id="later"),
        pytest.param(Action.PREFER, "อื่น", "2026-03-03T00:00:00Z", 0, id="a-third"),
        pytest.param(Action.DEPRECATE, "ใหม่", "2026-03-03T00:00:00Z", 0, id="one-forbidden"),
        pytest.param(Action.PREFER, "ใหม่", AT, 1, id="before-the-merge"),
        pytest.param(Action.ADMIT, "อื่น", "2026-03-03T00:00:00Z", 1, id="another-term"),
        pytest.param(Action.NOTE, "ใหม่", "2026-03-03T00:00:00Z", 1, id="no-status"),
    ],
)
def test_a_decision_after_the_merge_settles_it(
    action: Action, text: str, at: str, left: int
) -> None:
    theirs = replace(BASE.concepts[0], terms=(*BASE.concepts[0].terms, NEW))
    merged = merge(
        BASE, with_term(decided(Status.PREFERRED, "An")), Termbase((theirs, BASE.concepts[1]))
    )
    decision = Decision("1", at, "An", action, "x", "th", text)
    assert len(conflicts(apply(merged.termbase, [decision]))) == left


def test_a_conflict_survives_the_file(tmp_path: Path) -> None:
    merged = merge(BASE, with_term(WORD, gloss="h"), with_term(WORD, gloss="i"))
    file = TermFile.new(tmp_path / "t.yaml", merged.termbase)
    assert conflicts(termfile.parse(file.text, "t")) == merged.conflicts


SIDES = [
    pytest.param(with_term(WORD, gloss="h"), with_term(WORD, gloss="i"), id="gloss"),
    pytest.param(
        with_term(decided(Status.ADMITTED, "An")),
        with_term(decided(Status.DEPRECATED, "Lan")),
        id="status",
    ),
    pytest.param(with_term(None), with_term(decided(Status.ADMITTED, "Lan")), id="term-removed"),
    pytest.param(with_term(decided(Status.ADMITTED, "An")), with_term(None), id="they-removed-it"),
    pytest.param(
        Termbase(BASE.concepts[1:]), with_term(WORD, gloss="h"), id="first-concept-removed"
    ),
    pytest.param(
        Termbase(BASE.concepts[:1]),
        Termbase((BASE.concepts[0], replace(BASE.concepts[1], gloss="h"))),
        id="last-concept-removed",
    ),
    pytest.param(with_term(WORD, extra={"a": 1}), with_term(WORD, extra={"a": 2}), id="own-field"),
    pytest.param(
        with_term(WORD, extra={"a": 1}), with_term(replace(WORD, extra={"b": [1]})), id="none"
    ),
]


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize(("ours", "theirs"), SIDES)
def test_a_side_is_taken_by_a_decision_that_can_be_replayed_and_taken_back(
    ours: Termbase, theirs: Termbase, side: str
) -> None:
    merged = merge(BASE, ours, theirs)
    for conflict in merged.conflicts:
        start = merged.termbase
        into, where = conflict.key, (conflict.lang, conflict.text)
        draft = Decision("1/0", AT, "An", Action.SETTLE, conflict.concept, *where, into, side)
        decision = replace(draft, before=snapshot(start, draft))
        after = apply(start, [decision])
        assert after == settled(start, conflict, theirs=side == "theirs")
        assert conflicts(after) == ()
        assert apply(after, [decision]) == after
        assert revert(after, decision) == revert(start, decision) == start
        undo = replace(decision, id="2/0", action=Action.UNDO, into="1/0", before="")
        assert apply(after, [decision, undo]) == start
        other = replace(decision, into=f"{conflict.field}:000000000000")
        assert apply(start, [other]) == start


@pytest.mark.parametrize(
    ("field", "theirs", "after"),
    [
        pytest.param("preferred", {"text": "ใหม่", "status": "preferred"}, "ใหม่", id="preferred"),
        pytest.param("status", {"status": "preferred"}, "เก่า", id="status"),
    ],
)
def test_a_term_that_was_taken_out_since_comes_back_when_it_is_chosen(
    field: str, theirs: dict[str, str], after: str
) -> None:
    conflict = Conflict("x", field, {"text": "ระดม", "status": "admitted"}, theirs, "th", "เก่า")
    termbase = with_term(WORD, extra={"conflicts": [conflict.data()]})
    assert settled(termbase, conflict, theirs=True).by_id["x"].preferred("th") == Term(
        "th", after, Status.PREFERRED
    )


@pytest.mark.parametrize("theirs", [None, "preferred", {"status": 3}, {"status": "x", "text": "y"}])
def test_a_conflict_that_is_none_is_refused(theirs: object) -> None:
    conflict = Conflict("x", "preferred", None, theirs, "th", "ระดม")
    termbase = with_term(WORD, extra={"conflicts": [conflict.data(), 7]})
    with pytest.raises(InputError):
        settled(termbase, conflict, theirs=True)
    assert not conflicts(settled(termbase, conflict, theirs=False))


def test_a_conflict_says_what_both_began_with() -> None:
    gloss = merge(BASE, with_term(WORD, gloss="h"), with_term(WORD, gloss="i")).conflicts[0]
    assert gloss.base == "g"
    ours, theirs = decided(Status.PREFERRED, "An"), decided(Status.ADMITTED, "Lan")
    status = merge(BASE, with_term(ours), with_term(theirs)).conflicts[0]
    assert status.base == {"status": "proposed"}
    assert (
        conflicts(merge(BASE, with_term(ours), with_term(theirs)).termbase)[0].base == status.base
    )


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
