"""A small review to test with: three concepts, three articles, what was mined of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aligner.model import (
    Bead,
    Bitext,
    Document,
    Mode,
    Occurrence,
    Reason,
    Rendering,
    document_id,
)
from aligner.workspace import Workspace
from glossary.merge import merge_files
from glossary.model import Termbase
from glossary.termfile import load

TERMS = """\
# our glossary
schema: 1
concepts:
  - id: dan-van
    subject: party
    gloss: mass mobilization
    definition: Work of the Party among the people.
    terms:
      vi:
        - text: dân vận
      th:
        - text: การระดมมวลชน  # to be decided
          forms: [ระดมมวลชน]
        - text: บริการสาธารณะ
          status: deprecated
          reason: means public service
      hi:
        - text: जन लामबंदी
        - text: जन आंदोलन
  - id: mttq
    subject: front
    gloss: Fatherland Front
    terms:
      vi:
        - text: Mặt trận Tổ quốc
      th:
        - text: แนวร่วมปิตุภูมิ
      hi:
        - text: पितृभूमि मोर्चा
    unknown: kept
  - id: nghi-quyet
    subject: documents
    gloss: resolution
    terms:
      vi:
        - text: nghị quyết
      th:
        - text: มติ
"""

VI = "Công tác dân vận được chú trọng.\nMặt trận Tổ quốc ra nghị quyết.\n"
TH = "งานระดมมวลชนได้รับความสำคัญ\nแนวร่วมปิตุภูมิออกมติเรื่องบริการสาธารณะและระดมพล\n"
HI = "जन आंदोलन पर जोर दिया गया।\nपितृभूमि मोर्चा ने राष्ट्रीय प्रस्ताव पारित किया।\n"


@dataclass(frozen=True)
class Review:
    """The two files of a review."""

    terms: Path
    workspace: Path

    def open(self) -> Workspace:
        return Workspace.open(self.workspace, create=False)

    @property
    def termbase(self) -> Termbase:
        return load(self.terms)


OURS = (
    ("Work of the Party among the people.", "The Party's work among the people."),
    (
        "text: การระดมมวลชน",
        "text: การระดมมวลชน\n          status: preferred\n          decided_by: Mai",
    ),
)
THEIRS = (
    ("Work of the Party among the people.", "How the Party wins the people."),
    (
        "text: บริการสาธารณะ\n          status: deprecated\n          reason: means public service",
        "text: บริการสาธารณะ\n          status: preferred\n          decided_by: Lan",
    ),
    ("- text: มติ", "- text: มติ\n          note: as the Assembly writes"),
)
"""What two people made of the terms: they differ about a definition, and about which Thai term of
dân vận is preferred; and we took out the concept of which they noted something."""


def changed(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def disagree(review: Review) -> None:
    """Merges two people's changes into the terms; three conflicts of two concepts are left."""
    folder = review.terms.parent
    ours = changed(TERMS, OURS)
    sides = (TERMS, ours[: ours.index("  - id: nghi-quyet")], changed(TERMS, THEIRS))
    paths = [folder / f"{name}.yaml" for name in ("base", "ours", "theirs")]
    for path, text in zip(paths, sides, strict=True):
        path.write_text(text, encoding="utf-8")
    file, found = merge_files(*paths)
    assert len(found) == 3
    review.terms.write_text(file.text, encoding="utf-8")


def document(text: str, lang: str) -> Document:
    return Document(document_id(lang, "", text), f"{lang}.txt", lang, text)


def places(page: Document, text: str) -> tuple[Occurrence, ...]:
    found = []
    start = page.text.find(text)
    while start >= 0:
        found.append(Occurrence(page.id, start, start + len(text)))
        start = page.text.find(text, start + 1)
    return tuple(found)


def make(folder: Path) -> Review:
    """Writes both files into a folder."""
    terms, path = folder / "terms.yaml", folder / "workspace.sqlite"
    terms.write_text(TERMS, encoding="utf-8")
    vi, th, hi = document(VI, "vi"), document(TH, "th"), document(HI, "hi")
    with Workspace.open(path) as workspace:
        workspace.add([vi, th, hi])
        for other in (th, hi):
            beads = tuple(Bead((n,), (n,), 0.9) for n in range(2))
            workspace.save_bitext(Bitext(vi.id, other.id, Mode.PARALLEL, beads, "test"))

        def row(
            concept: str,
            page: Document,
            text: str,
            status: str,
            rank: int,
            count: int,
            **more: object,
        ) -> Rendering:
            made = Rendering(concept, page.lang, text, status, count, 1, 0.5, rank)
            fields = {"evidence": places(page, text), **more}
            for name, value in fields.items():
                object.__setattr__(made, name, value)
            return made

        workspace.save_renderings(
            "test",
            [
                row("dan-van", th, "ระดมมวลชน", "proposed", 1, 12),
                row("dan-van", th, "บริการสาธารณะ", "deprecated", 2, 6),
                row(
                    "dan-van",
                    th,
                    "ระดมพล",
                    "new",
                    3,
                    4,
                    reasons=(Reason("frame", 1.0, "same head: งาน__"),),
                    alternatives=("และระดมพล", "ระดม"),
                    gloss="call-up of troops",
                ),
                row("dan-van", hi, "जन आंदोलन", "proposed", 1, 5),
                row("mttq", th, "แนวร่วมปิตุภูมิ", "proposed", 1, 3),
                row("mttq", hi, "पितृभूमि मोर्चा", "proposed", 1, 3),
                row("nghi-quyet", th, "มติ", "proposed", 1, 2),
                row("nghi-quyet", hi, "प्रस्ताव", "new", 1, 2),
            ],
        )
    return Review(terms, path)
