"""What a workspace holds comes back as it was put in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from workspaces import decision, document, rendering

from aligner.inventory import Counts, Tally
from aligner.model import (
    Bead,
    Bitext,
    Boilerplate,
    Document,
    Mark,
    Mode,
    Occurrence,
    Reason,
    Segment,
)
from aligner.workspace import Workspace


def test_a_document_comes_back_as_it_was_added(workspace: Workspace, path: Path) -> None:
    page = document(
        "Hội nghị tổng kết. Ông A nói.\nLâm Anh",
        url="https://example.org/vi/hoi-nghi",
        slug="hoi-nghi",
        published="2024-06-26",
        marks=(Mark(30, 37, Boilerplate.BYLINE),),
    )
    workspace.add([page])
    with Workspace.open(path) as again:
        assert again.document(page.id) == page
        assert again.documents() == (page,)
        assert again.segments(page.id) == (
            Segment(0, 18),
            Segment(19, 29),
            Segment(30, 37, Boilerplate.BYLINE),
        )


def test_units_of_a_file_are_its_segments(workspace: Workspace) -> None:
    pairs = document("Một. Hai.\nBa", units=(Segment(0, 9), Segment(10, 12)))
    workspace.add([pairs])
    assert workspace.segments(pairs.id) == pairs.units
    assert workspace.document(pairs.id) == pairs


def test_adding_twice_changes_nothing(workspace: Workspace) -> None:
    pages = [document("một"), document("สอง", "th")]
    first = workspace.add(pages)
    before = workspace.counts(), workspace.corpus(), workspace.documents()
    second = workspace.add(pages)
    assert (first.new, first.known) == (tuple(page.id for page in pages), ())
    assert (second.new, second.known) == ((), tuple(page.id for page in pages))
    assert before == (workspace.counts(), workspace.corpus(), workspace.documents())


def test_a_changed_file_replaces_its_former_text_and_what_rests_on_it(
    workspace: Workspace,
) -> None:
    old, other = document("cũ", name="a.txt"), document("อื่น", "th", "b.txt")
    workspace.add([old, other])
    workspace.save_bitext(Bitext(old.id, other.id, Mode.PARALLEL, (Bead((0,), (0,), 1.0),), "x"))
    workspace.save_renderings(
        "x",
        [
            rendering("a", "th", 1, evidence=(Occurrence(other.id, 0, 2),)),
            rendering("a", "vi", 1, evidence=(Occurrence(old.id, 0, 2),)),
        ],
    )
    new = document("mới", name="a.txt")
    added = workspace.add([new])
    assert (added.new, added.dropped) == ((new.id,), (old.id,))
    assert workspace.documents() == tuple(sorted((new, other), key=lambda page: page.id))
    assert workspace.bitexts() == ()
    assert [row.lang for row in workspace.renderings()] == ["th"]
    assert workspace.tallies() == (Tally("a", "th", 1, 3),)
    assert workspace.counts().stale


def test_what_was_mined_is_stale_once_its_documents_are_aligned(workspace: Workspace) -> None:
    one, other = document("một", name="a.txt"), document("หนึ่ง", name="b.txt", lang="th")
    workspace.add([one, other])
    assert not workspace.counts().stale
    workspace.save_renderings("x", [rendering("a", "th", 1)])
    assert not workspace.counts().stale
    for signature in ("x", "y"):
        workspace.save_bitext(
            Bitext(one.id, other.id, Mode.PARALLEL, (Bead((0,), (0,), 1.0),), signature)
        )
        assert workspace.counts().stale
        workspace.save_renderings("x", [rendering("a", "th", 1)])
        assert not workspace.counts().stale


def test_a_text_that_another_file_still_holds_stays(workspace: Workspace) -> None:
    workspace.add([document("cũ", name="a.txt"), document("cũ", name="b.txt")])
    added = workspace.add([document("mới", name="a.txt")])
    assert added.dropped == ()
    assert len(workspace.documents()) == 2


def test_an_interrupted_add_keeps_what_was_read_and_the_workspace(path: Path) -> None:
    def pages() -> Iterator[Document]:
        for number in range(1200):
            yield document(f"trang {number}")
        raise KeyboardInterrupt

    with Workspace.open(path) as workspace, pytest.raises(KeyboardInterrupt):
        workspace.add(pages())
    with Workspace.open(path) as workspace:
        workspace.verify()
        assert workspace.counts().documents == {"vi": 1000}
        assert len(workspace.add(document(f"trang {n}") for n in range(1200)).new) == 200


def test_an_unknown_document_is_a_key_error(workspace: Workspace) -> None:
    with pytest.raises(KeyError, match="0123"):
        workspace.document("0123")
    with pytest.raises(KeyError, match="0123"):
        workspace.segments("0123")


def test_bitexts_come_back_sorted_and_a_new_one_replaces(workspace: Workspace) -> None:
    beads = (Bead((0, 1), (0,), 0.1 + 0.2), Bead((), (1,), 0.5), Bead((2,), (), 1.0))
    one, two = (Bitext(source, "c", Mode.COMPARABLE, beads, "s1") for source in "ab")
    workspace.save_bitext(two)
    workspace.save_bitext(one)
    assert workspace.bitexts() == (one, two)
    assert workspace.bitexts("a") == (one,)
    newer = replace(one, signature="s2", mode=Mode.PARALLEL)
    workspace.save_bitext(newer)
    assert workspace.bitext("a", "c") == newer
    assert workspace.bitext("c", "a") is None
    assert workspace.bitext_signatures() == {("a", "c"): "s2", ("b", "c"): "s1"}


def test_vectors_come_back_as_they_were_kept(workspace: Workspace) -> None:
    rows = {f"{number:064x}": bytes([number % 256]) * 32 for number in range(1200)}
    workspace.save_vectors(rows.items(), "e5")
    some = list(rows)[::-1]
    assert workspace.vectors([*some, some[0], "f" * 64], "e5") == rows
    assert workspace.vectors(some, "another") == {}
    workspace.save_vectors([(some[0], b"other")], "e5")
    assert workspace.vectors(some[:1], "e5") == {some[0]: rows[some[0]]}


def test_renderings_are_paged_in_order(workspace: Workspace) -> None:
    rows = [
        rendering(
            concept,
            lang,
            rank,
            reasons=(Reason("slug", 1.5, "in 2 slugs"),),
            alternatives=("ก", "ข"),
            evidence=tuple(Occurrence("d", at, at + 2) for at in range(rank)),
        )
        for concept in ("a", "b")
        for lang in ("hi", "th")
        for rank in (1, 2, 3)
    ]
    workspace.save_renderings("miner|1", reversed(rows))
    assert workspace.renderings() == tuple(rows)
    assert workspace.renderings("b", "th") == tuple(rows[9:])
    assert workspace.renderings(lang="hi", limit=2, offset=2) == (rows[2], rows[6])
    assert [len(row.evidence) for row in workspace.renderings("a", "hi", evidence=2)] == [1, 2, 2]
    assert workspace.meta("renderings") == "miner|1"
    assert [tally.renderings for tally in workspace.tallies()] == [3, 3, 3, 3]
    workspace.save_renderings("miner|2", rows[:1])
    assert workspace.renderings() == tuple(rows[:1])


def test_decisions_are_a_log(workspace: Workspace) -> None:
    log = [decision(2), decision(1, "mat-tran"), decision(3)]
    for entry in log:
        workspace.append(entry)
    workspace.append(log[0], decision(4))
    log.append(decision(4))
    assert workspace.decisions() == tuple(log)
    assert workspace.decisions("mat-tran") == (log[1],)
    assert workspace.decisions(after=2) == tuple(log[2:])
    assert workspace.counts().decisions == 4


def test_a_failed_transaction_keeps_nothing(workspace: Workspace) -> None:
    def half_done() -> None:
        with workspace.transaction():
            workspace.append(decision(1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert workspace.decisions() == ()


def test_counts(workspace: Workspace) -> None:
    assert workspace.counts() == Counts()
    workspace.add([document("Một. Hai."), document("स्रोत", "hi")])
    workspace.save_vectors([("a", b"1"), ("b", b"2")], "e5")
    workspace.save_renderings("x", [rendering("a", "th", 1)])
    workspace.append(decision(1))
    assert workspace.counts() == Counts({"hi": 1, "vi": 1}, 3, 0, 2, 1, 1, False)


def test_decisions_are_synced(workspace: Workspace) -> None:
    assert workspace._pragma("journal_mode") == "wal"
    assert workspace._pragma("synchronous") == 2


@pytest.mark.parametrize(
    ("rows", "listed", "repair"),
    [
        pytest.param([("new", 9)], 0, 0.0, id="nothing-is-listed"),
        pytest.param([("proposed", 8), ("new", 9)], 8, 0.0, id="one-rendering-is-consistent"),
        pytest.param([("proposed", 5), ("admitted", 5)], 10, 5.0, id="two-in-equal-shares"),
        pytest.param(
            [("preferred", 6), ("deprecated", 2)], 8, 5.0, id="deprecated-ones-come-on-top"
        ),
    ],
)
def test_a_tally_says_how_much_a_decision_may_repair(
    workspace: Workspace, rows: list[tuple[str, int]], listed: int, repair: float
) -> None:
    workspace.save_renderings(
        "x",
        [
            rendering("a", "th", rank, status=status, count=count)
            for rank, (status, count) in enumerate(rows, 1)
        ],
    )
    (tally,) = workspace.tallies()
    assert (tally.listed, tally.repair) == (listed, repair)


def test_opening_a_workspace_waits_for_no_numpy(path: Path) -> None:
    code = (
        "import sys; from aligner.workspace import Workspace\n"
        f"with Workspace.open({str(path)!r}) as w: w.renderings(); w.decisions()\n"
        "print(sorted({'numpy', 'regex', 'aligner.segment'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
