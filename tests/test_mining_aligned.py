"""What aligned beads tell of a phrase: that it renders a concept, or that it does not."""

from __future__ import annotations

import numpy as np
import pytest
from test_mining import TERMBASE, document, embed

from aligner.mining import association, mine, ranking, surveyed
from aligner.mining.ground import Corpus
from aligner.model import Bead, Bitext, Mode, Segment
from glossary.model import Concept, Term, Termbase


def beads(n: int) -> tuple[Bead, ...]:
    return tuple(Bead((i,), (i,), 1.0) for i in range(n))


def test_aligned_beads_find_what_no_other_signal_can() -> None:
    vi = (
        "Dân vận là việc lớn.\nGạo tăng giá.\nDân vận ở xã.\nTrời mưa.\nCông tác dân vận khéo.\n"
        "Gạo giảm giá."
    )
    hi = "ढकनी बड़ा काम।\nचावल महंगा।\nगाँव में ढकनी।\nवर्षा हुई।\nकुशल ढकनी बात।\nचावल सस्ता।"
    one, two = document("v", "vi", vi), document("w", "hi", hi)
    bitext = Bitext("v", "w", Mode.PARALLEL, beads(6), "test")
    segments = {d.id: _lines(d.text) for d in (one, two)}
    with_beads = Corpus((one, two), segments, (bitext,))
    rows = mine(TERMBASE, with_beads, embed, concepts=["dan-van"], langs=["hi"])
    assert rows[0].text == "ढकनी"
    told = {reason.name: reason.text for reason in rows[0].reasons}
    assert told["llr"] == "stands where the other side names dân vận"


def _lines(text: str) -> tuple[Segment, ...]:
    found, start = [], 0
    for line in text.split("\n"):
        found.append(Segment(start, start + len(line)))
        start += len(line) + 1
    return tuple(found)


LINES = (
    ("Dân vận là việc lớn.", "ढकनी बड़ा काम।"),
    ("Dân vận ở xã, dân vận ở huyện.", "गाँव में जन आंदोलन, ज़िले में ढकनी।"),
    ("Dân vận khéo.", "कुशल जन आंदोलन।"),
    ("Gạo tăng giá.", "चावल महंगा।"),
)


def _aligned(*lines: tuple[str, str], lang: str = "vi") -> Corpus:
    sides = [
        document(key, of, "\n".join(line[i] for line in lines))
        for i, (key, of) in enumerate((("v", lang), ("w", "hi")))
    ]
    bitext = Bitext("v", "w", Mode.PARALLEL, beads(len(lines)), "test")
    return Corpus(tuple(sides), {d.id: _lines(d.text) for d in sides}, (bitext,))


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        pytest.param("vi", "ढकनी", 0.0, id="where-it-is-named"),
        pytest.param("vi", "चावल", 1.0, id="where-it-is-not"),
        pytest.param("th", "चावल", 0.0, id="another-translation-tells-only-what-is-known"),
    ],
)
def test_what_stands_where_the_source_does_not_name_a_concept_does_not_render_it(
    lang: str, text: str, expected: float
) -> None:
    ground = surveyed(TERMBASE, _aligned(*LINES, lang=lang), langs=["hi"]).grounds["hi"]
    shares = association.elsewhere(ground.units, "dan-van", len(ground.candidates))
    place = [ground.candidates.text(i) for i in range(len(ground.candidates))].index(text)
    assert shares[place] == expected


def test_a_bead_is_explained_where_each_name_has_a_known_rendering() -> None:
    units = surveyed(TERMBASE, _aligned(*LINES), langs=["hi"]).grounds["hi"].units
    assert units.naming["dan-van"].tolist() == [0, 1, 2]
    assert units.knowing["dan-van"].tolist() == [2]


ASSEMBLIES = Termbase(
    (
        Concept("dai-hoi", (Term("vi", "đại hội"), Term("hi", "कांग्रेस")), gloss="congress"),
        Concept("quoc-hoi", (Term("vi", "Quốc hội"), Term("hi", "राष्ट्रीय सभा")), gloss="assembly"),
    )
)


@pytest.mark.parametrize(
    ("lang", "source", "shown"),
    [
        pytest.param("vi", "Sáng nay đại hội bế mạc.", True, id="nothing-else-accounts-for-it"),
        pytest.param("vi", "Quốc hội mừng đại hội.", False, id="it-renders-its-own-concept"),
        pytest.param("th", "วันนี้ประชุม", False, id="no-vietnamese-tells"),
    ],
)
def test_a_term_of_a_concept_that_the_source_does_not_name_may_render_another(
    lang: str, source: str, shown: bool
) -> None:
    lines = ((source, "आज राष्ट्रीय सभा समाप्त हुई।"), ("Gạo tăng giá.", "चावल महंगा।"))
    rows = mine(ASSEMBLIES, _aligned(*lines, lang=lang), embed, langs=["hi"], least=0)
    told = {(row.concept, row.status) for row in rows if "राष्ट्रीय सभा" in row.text}
    assert (("dai-hoi", "new") in told) is shown
    assert ("quoc-hoi", "proposed") in told
    assert ("quoc-hoi", "new") not in told


@pytest.mark.parametrize(
    ("lines", "lower"),
    [
        pytest.param(LINES[2:], True, id="nothing-is-left-to-find"),
        pytest.param(LINES, False, id="a-bead-lacks-a-known-rendering"),
        pytest.param(LINES[3:], False, id="never-named"),
    ],
)
def test_rows_are_less_probable_where_every_bead_is_explained(
    lines: tuple[tuple[str, str], ...], lower: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def probabilities() -> list[float]:
        rows = mine(TERMBASE, _aligned(*lines), embed, concepts=["dan-van"], langs=["hi"], least=0)
        return [row.score for row in rows if row.status == "new"]

    told = probabilities()
    monkeypatch.setattr(ranking, "EXPLAINED", 0.0)
    without = probabilities()
    assert told
    assert all((one < other) is lower for one, other in zip(told, without, strict=True))


@pytest.mark.parametrize(
    ("both", "phrase", "concept", "total", "expected"),
    [
        pytest.param(10, 10, 10, 100, 65.0, id="always-together"),
        pytest.param(1, 10, 10, 100, 0.0, id="as-by-chance"),
        pytest.param(0, 50, 50, 100, -138.6, id="never-together"),
    ],
)
def test_llr_is_signed(both: int, phrase: int, concept: int, total: int, expected: float) -> None:
    value = association.llr(*(np.array([float(x)]) for x in (both, phrase, concept, total)))
    assert float(value[0]) == pytest.approx(expected, abs=0.1)
