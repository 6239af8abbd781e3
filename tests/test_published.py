"""Articles as a site publishes them: their beads, their marks and the labels of renderings."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import comparable, news, published
from glossary.languages import detect
from glossary.match import Matcher
from glossary.model import Term, Termbase
from glossary.termfile import load

ROOT = Path(__file__).parent.parent
TERMBASE = load(ROOT / "terms.yaml")
EXTENDED = {folder: published.extended(TERMBASE, folder) for folder in published.FOLDERS}
NOTES = re.compile(r"(?:Nguồn|ที่มา|स्रोत): ")
each_folder = pytest.mark.parametrize("folder", published.FOLDERS)


def listed(folder: str) -> set[str]:
    """The concepts that the termbase lacks."""
    _, *rows = (published.home(folder) / "concepts.tsv").read_text("utf-8").splitlines()
    return {row.split("\t")[0] for row in rows}


@each_folder
def test_the_folder_has_what_its_readme_counts(folder: str) -> None:
    articles = published.articles(folder)
    rows = [row for row in published.renderings(folder) if row.variants]
    kinds: Counter[tuple[str, str]] = Counter()
    for article in articles:
        for pair, links in article.links.items():
            for link in links:
                sides = f"{len(link.source)}-{len(link.target)}"
                kinds["-".join(pair), sides] += 1
                kinds["-".join(pair), "moved"] += link.moved
    for story in published.stories(folder):
        for each in story.equals:
            kinds[story.name, ("equivalent", "partial")[each.partial]] += 1
    tables = re.findall(r"^\| *([\w-]+) \|([\d |]*)\|$", _readme(folder), re.MULTILINE)
    heads = re.findall(r"^\| (beads|story) \|(.*)\|$", _readme(folder), re.MULTILINE)
    columns = {name: [each.strip() for each in cells.split("|")] for name, cells in heads}
    assert {
        (row, column): int(cell)
        for row, cells in tables
        for column, cell in zip(
            columns["beads" if re.fullmatch(r"\w\w-\w\w", row) else "story"],
            cells.split("|"),
            strict=True,
        )
        if int(cell)
    } == {kind: count for kind, count in kinds.items() if count}
    texts = published.texts(folder)
    lines = {lang: sum(len(t.lines.get(lang, ())) for t in texts) for lang in published.LANGS}
    marks = {lang: sum(len(t.marks.get(lang, ())) for t in texts) for lang in published.LANGS}
    assert f"{lines['vi']} Vietnamese, {lines['th']} Thai and {lines['hi']} Hindi lines" in _readme(
        folder
    )
    assert f"{marks['vi']}, {marks['th']} and {marks['hi']} marks" in _readme(folder)
    variants = sum(len(row.variants) for row in rows)
    assert f"{variants} variants of {len(rows)} concepts in a language" in _readme(folder)


def _readme(folder: str) -> str:
    return (published.home(folder) / "README.md").read_text("utf-8")


@each_folder
def test_each_line_is_of_its_language_and_composed(folder: str) -> None:
    for text in published.texts(folder):
        for lang, lines in text.lines.items():
            assert all(lines)
            assert not any(mark in line for line in lines for mark in "{|}\t")
            assert all(unicodedata.is_normalized("NFC", line) for line in lines)
            assert all(line == " ".join(line.split()) for line in lines)
            long = [line for line in lines if len(line) > 40 and not NOTES.match(line)]
            assert {detect(line) for line in long} == {lang}


@each_folder
def test_lines_join_to_the_page_that_they_are_cut_from(folder: str) -> None:
    for each in published.texts(folder):
        for lang, lines in each.lines.items():
            text = each.text(lang)
            assert [text[start:end] for start, end in each.spans(lang)] == list(lines)
            assert [i for rows in each.paragraphs[lang] for i in rows] == list(range(len(lines)))
            assert text.count("\n") == len(each.paragraphs[lang]) - 1


@each_folder
def test_beads_hold_every_line_once_in_order_but_for_those_moved(folder: str) -> None:
    for article in published.articles(folder):
        for (one, other), links in article.links.items():
            for lang, sides in (
                (one, [x.source for x in links]),
                (other, [x.target for x in links]),
            ):
                assert sorted(i for side in sides for i in side) == list(
                    range(len(article.lines[lang]))
                )
                assert all(side == tuple(range(side[0], side[-1] + 1)) for side in sides if side)
            assert all(link.source or link.target for link in links)
            _rises(i for link in links for i in link.source)
            _rises(i for link in links if not link.moved for i in link.target)


def _rises(indices: Iterable[int]) -> None:
    found = list(indices)
    assert found == sorted(found)


@each_folder
def test_what_is_moved_does_cross(folder: str) -> None:
    crossing = 0
    for article in published.articles(folder):
        for links in article.links.values():
            for at, link in enumerate(links):
                if link.moved:
                    crossing += 1
                    around = [
                        x.target for x in (*links[:at][-1:], *links[at + 1 :][:1]) if x.target
                    ]
                    assert any(side > link.target for side in around[:1]) or any(
                        side < link.target for side in around[1:]
                    )
    assert crossing


@each_folder
def test_beads_of_two_pairs_agree_with_those_of_the_third(folder: str) -> None:
    for article in published.articles(folder):
        to_vi = {
            lang: {i: set(link.target) for link in article.links[lang, "vi"] for i in link.source}
            for lang in ("th", "hi")
        }
        for link in article.links["th", "hi"]:
            sides = [
                set().union(*(to_vi[lang][i] for i in side))
                for lang, side in (("th", link.source), ("hi", link.target))
            ]
            if link.source and link.target and (sides[0] or sides[1]):
                assert sides[0] & sides[1]


@pytest.mark.parametrize(
    ("folder", "count"),
    [
        pytest.param("published", 0, id="articles alone"),
        pytest.param("bulletins", 4, id="stories"),
    ],
)
def test_lines_of_a_story_equal_one_of_the_other_or_none(folder: str, count: int) -> None:
    stories = published.stories(folder)
    assert len(stories) == count
    for story in stories:
        assert set(story.lines) == set(published.APART)
        for lang, sides in (
            ("th", [x.source for x in story.equals]),
            ("hi", [x.target for x in story.equals]),
        ):
            found = [i for side in sides for i in side]
            assert all(sides)
            assert len(set(found)) == len(found)
            assert set(found) < set(range(len(story.lines[lang])))
        _rises(i for x in story.equals for i in x.source)
    moved = [list(x.target) for story in stories for x in story.equals]
    assert (moved == sorted(moved)) == (count == 0)


def test_a_story_is_measured_as_it_is_told_but_for_lines_equal_in_part() -> None:
    one, other = (tuple(f"{lang}{k}" for k in range(count)) for lang, count in (("t", 4), ("h", 3)))
    story = published.Story(
        "n",
        {"th": one, "hi": other},
        {},
        {},
        (
            published.Equals((0,), (2,), partial=False),
            published.Equals((2,), (0,), partial=True),
        ),
    )
    case = comparable.as_told(7, story)
    assert [line for _, line in case.source] == ["t0", "t1", "t3"]
    assert [line for _, line in case.target] == ["h1", "h2"]
    assert case.article == 7
    numbers = [n for n, _ in (*case.source, *case.target)]
    assert [a for a, line in case.source if a in dict(case.target)] == [case.source[0][0]]
    assert dict(case.target)[case.source[0][0]] == "h2"
    assert len(set(numbers)) == len(numbers) - 1


@each_folder
def test_marks_name_concepts_that_there_are_and_stand_where_they_say(folder: str) -> None:
    assert not listed(folder) & set(TERMBASE.by_id)
    marked = set()
    for text in published.texts(folder):
        for lang, marks in text.marks.items():
            for mark in marks:
                assert mark.concept in EXTENDED[folder].by_id
                line = text.lines[lang][mark.line]
                assert line[mark.start : mark.end] == mark.text == mark.text.strip()
                marked.add(mark.concept)
    assert marked >= listed(folder)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "can-bo", "dan-van"]),
            st.text("aกक็ि “9-", min_size=1, max_size=6),
            st.sampled_from(["", "กก"]),
        )
    )
)
def test_what_is_marked_reads_as_if_it_were_not(pieces: list[tuple[str, str, str]]) -> None:
    row = "".join(
        f"{{{concept}|{text}|{name}}}".replace("|}", "}") if concept else text
        for concept, text, name in pieces
    )
    line, marks = published.unmarked(row, 3)
    assert line == "".join(text for _, text, _ in pieces)
    assert [(m.concept, m.text, m.name) for m in marks] == [
        (concept, text, name or text) for concept, text, name in pieces if concept
    ]
    assert all(line[m.start : m.end] == m.text and m.line == 3 for m in marks)


@each_folder
def test_every_marked_name_is_known_or_a_variant_and_no_label_is_without_its_text(
    folder: str,
) -> None:
    seen = published.counts(folder)
    assert {(c, lang) for c, lang in seen if lang != "vi"} == {
        (row.concept, row.lang) for row in published.renderings(folder)
    }
    for row in published.renderings(folder):
        names = seen[row.concept, row.lang]
        forms = [form for variant in row.variants for form in variant]
        assert len({*row.known, *forms}) == len(row.known) + len(forms)
        assert set(names) <= {*row.known, *forms}
        assert set(row.known) <= set(names)
        for variant in row.variants:
            assert 1 <= sum(names[form] for form in variant) <= 9
            assert all(any(form in name for name in names) for form in variant)


@each_folder
def test_no_variant_is_a_term_of_its_concept_nor_a_known_form_of_another_word(folder: str) -> None:
    matchers = {lang: Matcher(TERMBASE, lang) for lang in ("th", "hi")}

    def is_term(concept: str, lang: str, text: str) -> bool:
        hits = matchers[lang].find(text)
        return any(h.concept == concept and (h.start, h.end) == (0, len(text)) for h in hits)

    for row in published.renderings(folder):
        for variant in row.variants:
            assert not any(is_term(row.concept, row.lang, form) for form in variant)
        if row.concept in TERMBASE.by_id:
            terms = TERMBASE.by_id[row.concept].in_lang(row.lang)
            assert terms
            for form in row.known:
                assert is_term(row.concept, row.lang, form) or _related(form, terms)


def _related(form: str, terms: Iterable[Term]) -> bool:
    """Whether a form is a listed one but for its small words, an ending or a qualifier left out."""
    own = re.sub(r"ของ|ประจำ|แห่ง|การ|ข้อ|ถาวร|\s", "", form)
    for term in terms:
        for text in (term.text, *term.forms):
            whole = re.sub(r"ของ|ประจำ|แห่ง|การ|ข้อ|ถาวร|\s", "", text)
            if own in whole or whole in own:
                return True
            words = [word[:3] for word in form.split() if word not in ("का", "की", "के")]
            if set(words) <= {word[:3] for word in text.split()}:
                return True
    return False


@pytest.mark.parametrize(
    ("folder", "concept", "lang", "forms"),
    [
        pytest.param("published", "diem-cau", "hi", {"पुल", "पुलों"}, id="number"),
        pytest.param("dispatches", "chinh-sach", "hi", {"पॉलिसी", "पॉलिसियों"}, id="case"),
        pytest.param("dispatches", "chuyen-doi-so", "th", {"การแปลงตัวเลข", "แปลงตัวเลข"}, id="verb"),
        pytest.param("bulletins", "cu-tri", "hi", {"चुनावकर्ता", "चुनावकर्ताओं"}, id="oblique"),
    ],
)
def test_forms_of_a_rendering_are_one_variant(
    folder: str, concept: str, lang: str, forms: set[str]
) -> None:
    rows = {(row.concept, row.lang): row for row in published.renderings(folder)}
    assert forms in [set(variant) for variant in rows[concept, lang].variants]


@pytest.mark.parametrize(
    ("folder", "concept", "lang", "known"),
    [
        pytest.param("published", "can-bo", "hi", {"कैडर", "कैडरों"}, id="number"),
        pytest.param(
            "published", "he-thong-chinh-tri", "th", {"ระบบ การเมือง", "ระบบการเมือง"}, id="space"
        ),
        pytest.param("dispatches", "kiem-tra", "th", {"การตรวจสอบ", "ตรวจสอบ"}, id="verb"),
    ],
)
def test_forms_of_a_listed_term_are_known(
    folder: str, concept: str, lang: str, known: set[str]
) -> None:
    rows = {(row.concept, row.lang): row for row in published.renderings(folder)}
    assert set(rows[concept, lang].known) == known


@each_folder
@pytest.mark.parametrize("number", [0, 1])
def test_tasks_ask_for_variants_only(number: int, folder: str) -> None:
    task = list(published.tasks(EXTENDED[folder], folder))[number]
    assert task.name == f"{folder}, {('aligned', 'not aligned')[number]}"
    assert len({(label.concept, label.lang) for label in task.labels}) >= 60
    assert sum(len(label.variants) for label in task.labels) >= 90
    for label in task.labels:
        assert label.known
        assert all(label.known not in forms for forms in label.variants)
        assert label.is_right(label.variants[0][0])
        assert not label.is_right("-")
    assert bool(task.corpus.bitexts) == (number == 0)
    told = {(text.name, lang) for text in published.texts(folder) for lang in text.lines}
    langs = published.LANGS if number == 0 else published.APART
    assert {tuple(d.name.removesuffix(".txt").split("/")) for d in task.corpus.documents} == {
        (name, lang) for name, lang in told if lang in langs
    }


def test_no_line_stands_elsewhere() -> None:
    own = [
        line
        for folder in published.FOLDERS
        for text in published.texts(folder)
        for of in text.lines.values()
        for line in of
        if not NOTES.match(line)  # a source line has one address
    ]
    assert len(set(own)) == len(own)
    others = {
        line
        for folder in ("news", "training")
        for story in news.stories(folder)
        for of in story.lines.values()
        for line in of
    }
    assert not others & set(own)
    examples = "\n".join(p.read_text("utf-8") for p in (ROOT / "examples").rglob("*.txt"))
    assert not [line for line in own if line in examples]


@each_folder
def test_no_line_is_taken_from_real_articles(shared: Path, folder: str) -> None:
    real = "\n".join(p.read_text("utf-8") for p in sorted(shared.rglob("*.txt")))
    real += "".join(
        json.dumps(json.loads(p.read_text("utf-8")), ensure_ascii=False)
        for p in sorted(shared.rglob("*.json"))
    )
    for text in published.texts(folder):
        for lines in text.lines.values():
            assert not [line for line in lines if len(line) > 30 and line in real]


@each_folder
def test_a_termbase_gets_the_concepts_that_it_lacks_once(folder: str) -> None:
    assert isinstance(EXTENDED[folder], Termbase)
    assert set(EXTENDED[folder].by_id) - set(TERMBASE.by_id) == listed(folder)
    for concept in listed(folder):
        assert [term.lang for term in EXTENDED[folder].by_id[concept].terms] == ["vi"]
