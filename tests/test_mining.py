"""What mining must find, on texts written for it and, where they are, on real articles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from aligner.mining import Ranker, mine, ranker, ranking, stream, surveyed
from aligner.mining.ground import Corpus, known_terms
from aligner.mining.space import Space
from aligner.model import Bitext, Document, Rendering, Vectors
from aligner.reading import read
from aligner.segment import segment
from glossary.model import Concept, Status, Term, Termbase
from glossary.termfile import load
from glossary.words import words


def embed(texts: Sequence[str]) -> Vectors:
    """Vectors of letter trigrams: texts that share letters are close, and nothing is downloaded."""
    rows = np.zeros((len(texts), 64), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        padded = f"  {text.lower()} "
        for i in range(len(padded) - 2):
            digest = hashlib.blake2b(padded[i : i + 3].encode(), digest_size=2).digest()
            row[digest[0] % 64] += 1.0 if digest[1] % 2 else -1.0
        row /= max(float(np.linalg.norm(row)), 1e-9)
    return rows


def document(key: str, lang: str, text: str, slug: str = "") -> Document:
    return Document(key, f"{key}.txt", lang, text, slug=slug)


def corpus(*documents: Document, bitexts: tuple[Bitext, ...] = ()) -> Corpus:
    """Documents cut into sentences."""
    return Corpus(documents, {d.id: segment(d.text, d.lang, d.marks) for d in documents}, bitexts)


TERMBASE = Termbase(
    (
        Concept(
            "dan-van",
            (
                Term("vi", "dân vận"),
                Term("th", "ระดมมวลชน"),
                Term("th", "งานบริการสาธารณะ", Status.DEPRECATED),
                Term("hi", "जन आंदोलन"),
            ),
            gloss="mass mobilization",
        ),
        Concept(
            "ban-dan-van",
            (Term("vi", "Ban Dân vận"), Term("th", "คณะกรรมการระดมมวลชน")),
            gloss="mass mobilization commission",
        ),
        Concept(
            "ban-to-chuc",
            (Term("vi", "Ban Tổ chức"), Term("th", "คณะกรรมการจัดตั้ง")),
            gloss="organization commission",
        ),
        Concept("mat-tran", (Term("vi", "Mặt trận"), Term("th", "แนวร่วม")), gloss="front"),
    )
)

THAI = corpus(
    document(
        "a",
        "th",
        "งานระดมมวลชนของจังหวัดคืบหน้า งานระดมมวลชนในอำเภอดี แผนกระดมมวลชนประชุม\n"
        "คณะกรรมการระดมมวลชนให้คำปรึกษา",
        "ban-dan-van-so-ket-cong-tac-dan-van",
    ),
    document(
        "b",
        "th",
        "งานบริการสาธารณะของจังหวัดคืบหน้า และงานบริการสาธารณะในอำเภอดี\n"
        "คณะกรรมการจัดตั้งประชุมกับแนวร่วม ฝนตกหนักในภาคเหนือ",
        "so-ket-cong-tac-dan-van-quy-hai",
    ),
    document("c", "th", "ตลาดข้าวเช้านี้ราคาลดลง ฝนตกหนักในภาคเหนือ", "gia-gao-sang-nay"),
)


def strings(rows: Sequence[Rendering], concept: str, status: str = "new") -> list[tuple[str, ...]]:
    """Text and other boundaries of the rows of a concept, in order."""
    return [
        (row.text, *row.alternatives)
        for row in rows
        if row.concept == concept and (row.status == "new") == (status == "new")
    ]


def test_known_renderings_come_first_with_their_status() -> None:
    rows = [r for r in mine(TERMBASE, THAI, embed, langs=["th"]) if r.concept == "dan-van"]
    assert [(r.text, r.status, r.count, r.documents, r.rank) for r in rows[:2]] == [
        ("ระดมมวลชน", "proposed", 3, 1, 1),
        ("งานบริการสาธารณะ", "deprecated", 2, 1, 2),
    ]
    assert [r.rank for r in rows] == list(range(1, len(rows) + 1))
    assert all(r.status == "new" for r in rows[2:])


def test_a_term_that_is_not_taken_as_known_is_found_as_new() -> None:
    known = {("dan-van", "th"): ("ระดมมวลชน",)}
    rows = mine(TERMBASE, THAI, embed, concepts=["dan-van"], langs=["th"], known=known)
    assert [text for text, *_ in strings(rows, "dan-van", "known")] == ["ระดมมวลชน"]
    assert any("บริการสาธารณะ" in row for row in strings(rows, "dan-van")[:3])


def test_a_body_is_found_by_its_head_and_its_modifier() -> None:
    rows = mine(TERMBASE, THAI, embed, concepts=["ban-dan-van"], langs=["th"])
    row = next(row for row in rows if row.text == "แผนกระดมมวลชน")
    assert row.rank <= 3
    assert "composed" in {reason.name for reason in row.reasons}


def test_the_longest_concept_owns_the_text() -> None:
    rows = mine(TERMBASE, THAI, embed, langs=["th"])
    known = {(r.concept, r.text): r.count for r in rows if r.status != "new"}
    assert known["ban-dan-van", "คณะกรรมการระดมมวลชน"] == 1
    assert known["dan-van", "ระดมมวลชน"] == 3
    for text, *others in strings(rows, "mat-tran"):
        assert "คณะกรรมการจัดตั้ง" not in (text, *others)


def test_evidence_is_where_the_rendering_stands() -> None:
    rows = mine(TERMBASE, THAI, embed, langs=["th"])
    assert rows
    for row in rows:
        assert row.count == len(row.evidence) > 0
        assert row.documents == len({where.document for where in row.evidence})
        if row.status == "new":
            found = [THAI.by_id[w.document].text[w.start : w.end] for w in row.evidence]
            assert row.text in found
        assert list(row.evidence) == sorted(row.evidence, key=lambda w: (w.document, w.start))


def test_reasons_are_named_numbers_that_say_what_they_mean() -> None:
    known = {("dan-van", "th"): ("ระดมมวลชน",)}
    rows = mine(TERMBASE, THAI, embed, concepts=["dan-van"], langs=["th"], known=known)
    row = next(r for r in rows if "บริการสาธารณะ" in (r.text, *r.alternatives))
    told = {reason.name: reason.text for reason in row.reasons}
    assert told["slug"] == "key in 2 pages whose address names dân vận"
    assert told["frame"].startswith("same head: งาน__") or row.text.startswith("งาน")
    assert set(told) <= {*ranking.WEIGHTS, "nearer-concept"}


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        pytest.param(
            "सेवा कार्यों का विस्तार हुआ। सेवा कार्य का सम्मेलन हुआ।", "सेवा कार्य", id="hindi-inflection"
        ),
        pytest.param(
            "ระบบ การเมืองของจังหวัด\nระบบการเมืองของอำเภอ", "ระบบการเมือง", id="space-in-a-thai-term"
        ),
    ],
)
def test_spellings_of_one_rendering_are_one_row(text: str, rendering: str) -> None:
    lang = "hi" if "स" in text else "th"
    texts = corpus(document("a", lang, text))
    rows = mine(TERMBASE, texts, embed, concepts=["dan-van"], langs=[lang], least=0.0)
    keys = stream.Keys(lang)

    def folded(text: str) -> tuple[str, ...]:
        return tuple(keys(text[a:b]) for a, b in words(text, lang))

    shown = [folded(text) for row in rows for text in (row.text, *row.alternatives)]
    assert len(shown) == len(set(shown))
    near = [r for r in rows if folded(rendering) in map(folded, (r.text, *r.alternatives))]
    assert [r.count for r in near] == [2]


def test_a_probability_falls_with_the_score_and_after_better_rows() -> None:
    told = [
        ranking.probability(ranking.Standing(score, 20.0, 0))
        for score in (20.0, 12.0, 6.0, 0.0, -3.0)
    ]
    assert told == sorted(told, reverse=True)
    assert told[0] > 0.5
    assert ranking.probability(ranking.Standing(-4.0, 1e-16, 0)) < ranking.LEAST
    assert told[-1] < ranking.LEAST
    assert ranking.probability(ranking.Standing(8.0, 8.0, 0)) > ranking.probability(
        ranking.Standing(8.0, 20.0, 0)
    )
    assert ranking.probability(ranking.Standing(8.0, 9.0, 0)) > ranking.probability(
        ranking.Standing(8.0, 9.0, 1)
    )


def test_a_row_that_several_signals_of_place_speak_for_is_placed() -> None:
    share = {name: np.array([2.0, 2.0]) for name in ranking.PLACE}
    share["slug"] = np.array([0.0, -4.0])
    share["llr"] = np.array([0.0, 0.5])
    assert not ranking.placed(share, 0)
    share["slug"] = np.array([2.0, -4.0])
    assert ranking.placed(share, 0)
    assert not ranking.placed(share, 1)


def test_improbable_rows_are_left_out_unless_they_are_asked_for() -> None:
    few = mine(TERMBASE, THAI, embed, concepts=["dan-van"], langs=["th"])
    all_rows = mine(TERMBASE, THAI, embed, concepts=["dan-van"], langs=["th"], least=0.0)
    assert len(few) < len(all_rows)
    kept = {row.text for row in few}
    assert all(row.score < ranking.LEAST for row in all_rows if row.text not in kept)
    assert [row.rank for row in few] == list(range(1, len(few) + 1))
    assert all(0.0 <= row.score <= 1.0 for row in all_rows)


OTHERS = Termbase(
    (
        Concept("council", (Term("vi", "hội đồng"), Term("hi", "परिषद")), gloss="council"),
        Concept("committee", (Term("vi", "ủy ban"),), gloss="committee"),
    )
)


def test_words_that_say_another_concept_count_against_a_row_and_say_so() -> None:
    texts = corpus(document("a", "hi", "जिला परिषद। समिति बैठी। बैठक में समिति आई। दल आया।"))
    field = surveyed(OTHERS, texts)
    ground = field.grounds["hi"]
    said = ground.says_another("council")
    told = {ground.candidates.text(i): said[i] for i in range(len(ground.candidates))}
    assert told["समिति"] == 1.0
    assert told["दल"] == 0.0
    own = ground.says_another("committee")
    assert [ground.candidates.text(i) for i in np.flatnonzero(own)] == ["परिषद"]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        pytest.param("कार्य आगे बढ़ा।", [], id="work-alone"),
        pytest.param("कार्य आगे बढ़ा। शिविर का कार्य आगे बढ़ा।", ["शिविर का कार्य"], id="of-a-kind"),
    ],
)
def test_words_that_add_nothing_make_no_row(text: str, there: list[str]) -> None:
    texts = corpus(document("a", "hi", text))
    rows = mine(TERMBASE, texts, embed, concepts=["dan-van"], langs=["hi"], least=0.0)
    found = {text for row in rows for text in (row.text, *row.alternatives)}
    assert "कार्य" not in found
    assert set(there) <= found


def test_an_inflected_known_rendering_is_no_new_row() -> None:
    texts = corpus(document("a", "hi", "जन आंदोलनों की चर्चा हुई। जन आंदोलन बढ़ा।"))
    rows = mine(TERMBASE, texts, embed, concepts=["dan-van"], langs=["hi"], least=0.0)
    found = {text for row in rows if row.status == "new" for text in (row.text, *row.alternatives)}
    assert not {"जन आंदोलनों", "जन आंदोलन"} & found


GLOSSES = Termbase(
    (
        *(Concept(f"c{i}", (Term("vi", f"từ {i}"),), gloss=f"gloss {i}") for i in range(10)),
        Concept("deputy", (Term("vi", "phó"), Term("th", "รอง", forms=("รองฯ",))), gloss="deputy"),
        Concept(
            "wrong", (Term("vi", "thi"), Term("th", "เลียน", Status.DEPRECATED)), gloss="rivalry"
        ),
    )
)
NEARS = {1: 0.5, 2: 0.48}


@pytest.mark.parametrize(
    ("text", "near", "gloss", "reasons"),
    [
        pytest.param("คำ", {1: 0.5}, "≈ gloss 1", ["closer to 'gloss 1'"], id="one-stands-out"),
        pytest.param("คำ", {0: 0.5}, "≈ gloss 0", [], id="its-own-stands-out"),
        pytest.param("คำ", NEARS, "", [], id="two-are-near"),
        pytest.param("คำ", {}, "", [], id="none-is-near"),
        pytest.param("รอง", NEARS, "deputy", ["listed as 'deputy'"], id="term-of-another"),
        pytest.param("รอง ฯ", NEARS, "deputy", ["listed as 'deputy'"], id="form-with-a-space"),
        pytest.param("เลียน", NEARS, "", [], id="deprecated-term-tells-nothing"),
    ],
)
def test_a_gloss_is_told_only_where_it_is_known(
    text: str, near: dict[int, float], gloss: str, reasons: list[str]
) -> None:
    space = Space(GLOSSES, {}, [], embed)
    closeness = np.array([near.get(i, 0.01 * (i % 3)) for i in range(len(GLOSSES.concepts))])
    told, warned = space.gloss(closeness, 0, "th", text)
    assert (told, [reason.text for reason in warned]) == (gloss, reasons)


def test_a_listed_term_has_the_gloss_of_its_concept() -> None:
    field = surveyed(TERMBASE, THAI, langs=["th"])
    ranked = ranker(field, embed, "dan-van", "th")
    chosen = next(r for r in ranked.rows() if r.status == "new").text
    for row in ranked.accept(chosen):
        if row.status != "new":
            assert row.gloss == "mass mobilization"
        assert row.gloss != "≈ mass mobilization"


def test_accepting_a_row_makes_it_known_and_ranks_again() -> None:
    field = surveyed(TERMBASE, THAI, langs=["th"], known={("dan-van", "th"): ("ระดมมวลชน",)})
    ranked = ranker(field, embed, "dan-van", "th")
    before = ranked.rows()
    chosen = next(r for r in before if r.status == "new")
    after = ranked.accept(chosen.text)
    accepted = next(r for r in after if r.text == chosen.text)
    assert (accepted.status, accepted.count) == ("proposed", chosen.count)
    assert accepted.rank <= 2
    assert {r.text for r in after} >= {r.text for r in before}
    assert not {*chosen.alternatives} & {r.text for r in after}
    assert [r.rank for r in after] == list(range(1, len(after) + 1))


def test_a_longer_rendering_stays_when_what_it_contains_is_accepted() -> None:
    """It made a row of its own, and all its places hold the accepted one."""
    text = "सरकार ने सेवा बढ़ाई।\nसरकार ने सार्वजनिक सेवा बढ़ाई।\n" * 4
    texts = corpus(document("a", "hi", text + "जन आंदोलन बढ़ा।"))
    field = surveyed(TERMBASE, texts, langs=["hi"], known={("dan-van", "hi"): ("जन आंदोलन",)})
    ranked = ranker(field, embed, "dan-van", "hi", least=0.0)
    longer = next(r for r in ranked.rows() if "सार्वजनिक सेवा" in (r.text, *r.alternatives))
    after = next(r for r in ranked.accept("सेवा") if r.text == longer.text)
    assert (after.status, after.evidence) == ("new", longer.evidence)


@pytest.mark.parametrize(
    ("decide", "rises"),
    [
        pytest.param(Ranker.accept, True, id="accepted"),
        pytest.param(Ranker.reject, False, id="rejected"),
    ],
)
def test_what_is_like_a_decided_row_goes_with_it(
    decide: Callable[[Ranker, str], list[Rendering]], rises: bool
) -> None:
    texts = "\n".join(["ตลาดข้าวหอม", "ตลาดข้าวโพด", "ราคาทองคำโลก"] * 3)
    field = surveyed(TERMBASE, corpus(document("a", "th", texts)))
    ranked = ranker(field, embed, "dan-van", "th", least=0.0)

    def lead(rows: list[Rendering]) -> float:
        score = {row.text: row.score for row in rows}
        return score["ตลาดข้าวโพด"] - score["ราคาทองคำโลก"]

    before = lead(ranked.rows())
    after = lead(decide(ranked, "ตลาดข้าวหอม"))
    assert after > before if rises else after < before


def test_a_rejected_row_does_not_come_back() -> None:
    field = surveyed(TERMBASE, THAI, langs=["th"])
    ranked = ranker(field, embed, "ban-dan-van", "th")
    chosen = next(r for r in ranked.rows() if r.status == "new")
    after = ranked.reject(chosen.text)
    assert chosen.text not in {r.text for r in after}
    assert chosen.text not in {r.text for r in ranked.accept(after[-1].text)}
    with pytest.raises(KeyError, match=chosen.text):
        ranked.accept(chosen.text)


SEVERAL = Termbase(
    (
        *TERMBASE.concepts,
        Concept(
            "truong-ban-dan-van",
            (
                Term("vi", "Trưởng Ban Dân vận"),
                Term("th", "หัวหน้าแผนกระดมมวลชน"),
                Term("th", "ประธานแผนก"),
                Term("th", "หัวหน้า"),
            ),
            gloss="head of the commission",
        ),
    )
)


@pytest.mark.parametrize("concept", [c.id for c in SEVERAL])
def test_a_ranker_starts_where_mining_ends(concept: str) -> None:
    mined = [r for r in mine(SEVERAL, THAI, embed, least=0.0) if r.concept == concept]
    assert ranker(surveyed(SEVERAL, THAI), embed, concept, "th", least=0.0).rows() == mined


@pytest.mark.parametrize(
    "empty",
    [
        pytest.param(Corpus((), {}), id="no-document"),
        pytest.param(corpus(document("a", "th", "")), id="no-text"),
        pytest.param(corpus(document("a", "th", "2567 (10) ...")), id="no-word"),
        pytest.param(corpus(document("a", "xx", "zzz")), id="unknown-language"),
    ],
)
def test_a_corpus_without_words_has_no_renderings(empty: Corpus) -> None:
    assert [row for row in mine(TERMBASE, empty, embed) if row.status != "new"] == []


def test_a_concept_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        mine(TERMBASE, THAI, embed, concepts=["nowhere"])


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    mine(TERMBASE, THAI, embed, progress=lambda done, total: told.append((done, total)))
    assert told == [(i + 1, 4) for i in range(4)]


def test_the_same_input_gives_the_same_rows() -> None:
    again = Corpus(tuple(reversed(THAI.documents)), THAI.segments)
    assert mine(TERMBASE, THAI, embed) == mine(TERMBASE, again, embed)


def test_limit_counts_new_rows_of_each_concept_and_language() -> None:
    rows = mine(TERMBASE, THAI, embed, limit=2)
    for concept in TERMBASE:
        assert len(strings(rows, concept.id)) <= 2


def test_restricting_what_is_known_leaves_other_concepts_alone() -> None:
    restricted = known_terms(TERMBASE, {("dan-van", "th"): ("ใหม่",)})
    assert [t.text for t in restricted.by_id["dan-van"].in_lang("th")] == ["ใหม่"]
    assert restricted.by_id["ban-dan-van"] == TERMBASE.by_id["ban-dan-van"]
    assert known_terms(TERMBASE, None) is TERMBASE


def test_five_real_articles(shared: Path, root: Path) -> None:
    """From one known rendering in each language, all that the articles call dân vận."""
    from aligner.encoder import load as load_encoder
    from aligner.vectors import Cached

    documents = [d for d in read([shared / "seeds"]) if isinstance(d, Document)]
    texts = corpus(*documents)
    rows = mine(
        load(root / "terms.yaml"),
        texts,
        Cached(load_encoder()).embed,
        concepts=["dan-van"],
        known={("dan-van", "th"): ("ระดมมวลชน",), ("dan-van", "hi"): ("जन आंदोलन",)},
    )
    for lang, expected in (
        ("th", {"ระดมกำลังมวลชน", "บริการสาธารณะ", "บริการ", "ระดมพล"}),
        ("hi", {"सार्वजनिक सेवा", "सेवा"}),
    ):
        first = [r.text for r in rows if r.lang == lang and r.status == "new"][:6]
        assert expected <= set(first)
