from __future__ import annotations

import pytest
from rich.cells import cell_len

from glossary.model import Concept, Status, Term, Termbase
from glossary.proposals import proposals
from glossary.words import clusters
from thuatngu.changes_table import table

OURS = Termbase(
    (
        Concept(
            "dan-van",
            (Term("vi", "dân vận"), Term("th", "การระดมมวลชน"), Term("hi", "जन आंदोलन")),
            gloss="mass mobilization",
        ),
        Concept("mat-tran", (Term("vi", "mặt trận"),)),
    )
)
LONG = "คณะกรรมการกิจการมวลชนและประชาสัมพันธ์ส่วนกลางของพรรคคอมมิวนิสต์"
HINDI = "जनता के बीच पार्टी के सामूहिक लामबंदी कार्य की केंद्रीय समिति का कार्यालय"
THEIRS = Termbase(
    (
        Concept(
            "dan-van",
            (
                Term("vi", "dân vận"),
                Term("th", "การระดมมวลชน", Status.PREFERRED),
                Term("hi", "जन आंदोलन", note="n"),
                Term("th", LONG),
            ),
            gloss="people work",
            related=("mat-tran",),
        ),
        Concept("moi", (Term("vi", "mới"), Term("hi", HINDI))),
    )
)
WIDE = f"""\
  what         lang  change
dan-van: dân vận
               related: mat-tran
  status       th    การระดมมวลชน: proposed → preferred
  field        hi    जन आंदोलन: note: n
  new term     th    {LONG}: proposed
moi: mới
  new concept  vi    mới

conflicts; ours stays
dan-van: dân vận
  gloss: both have one
      ours    mass mobilization
      theirs  people work
"""


def test_changes_stand_by_concept_and_conflicts_last() -> None:
    lines = "".join(f"{line}\n" for line in table(proposals(OURS, THEIRS), OURS, None))
    assert lines == WIDE.replace("               related", "  field              related")


@pytest.mark.parametrize("cells", [80, 60, 50])
def test_no_line_is_wider_than_the_terminal_and_no_text_is_cut(cells: int) -> None:
    lines = list(table(proposals(OURS, THEIRS), OURS, cells))
    assert max(map(cell_len, lines)) <= cells
    whole = "".join(line.strip() for line in lines).replace(" ", "")
    for text in (LONG, "การระดมมวลชน", "जन आंदोलन", "mass mobilization"):
        assert text.replace(" ", "") in whole
    for line in lines:
        start = line.lstrip(" ")
        assert not start or clusters(start)[0][0] == 0
        assert not start or not "\u0e30" < start[0] < "\u0e3b"  # no vowel sign without its letter


def test_what_commands_a_terminal_is_shown_and_not_obeyed() -> None:
    incoming = Termbase((Concept("dan-van", (Term("vi", "dân vận"),), note="a\u202eb\x1b[31m"),))
    said = "\n".join(table(proposals(OURS, incoming), OURS, 80))
    assert "\u202e" not in said
    assert "\x1b" not in said


def test_nothing_to_tell_is_no_table() -> None:
    assert list(table(proposals(OURS, OURS), OURS, 80)) == []
