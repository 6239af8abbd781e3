"""The termbase that ships keeps the rules that a reviewer relies on."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

SUBJECTS = {"party", "state", "front", "administration", "society", "documents", "titles"}
LANGS = {"vi", "en", "th", "hi"}
STATUSES = {"proposed", "deprecated", "superseded"}
"""What a termbase may hold on which no reviewer has decided yet."""
SCRIPTS = {"th": "THAI ", "hi": "DEVANAGARI "}
INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
"""Unicode categories of characters that nobody sees, controls and joiners among them."""

Concept = dict[str, Any]
Term = dict[str, Any]


@pytest.fixture(scope="module")
def concepts(root: Path) -> list[Concept]:
    data = YAML(typ="safe", pure=True).load(root / "terms.yaml")
    assert data["schema"] == 1
    found: list[Concept] = data["concepts"]
    return found


def terms(concept: Concept) -> Iterator[tuple[str, Term]]:
    for lang, listed in concept["terms"].items():
        for term in listed:
            yield lang, term


def strings(term: Term) -> list[str]:
    """The term and its look-up forms: what matching takes for it."""
    return [term["text"], *term.get("forms", [])]


def is_usable(term: Term) -> bool:
    return bool(term.get("status", "proposed") == "proposed")


def faults(text: str) -> list[str]:
    found = []
    if text != unicodedata.normalize("NFC", text):
        found.append("not NFC")
    if text != text.strip():
        found.append("outer space")
    if re.search(r"\s\s", text):
        found.append("double space")
    if any(unicodedata.category(char) in INVISIBLE for char in text):
        found.append("invisible character")
    if any(char.isspace() and char != " " for char in text):
        found.append("odd space")
    return found


def foreign(text: str, lang: str) -> list[str]:
    """Letters and marks of another script than the language is written in."""
    script = SCRIPTS.get(lang, "LATIN ")
    return [
        char
        for char in text
        if unicodedata.category(char)[0] in "LM" and not unicodedata.name(char).startswith(script)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("dân vận", [], id="clean"),
        pytest.param("यूनियन सदस्य", [], id="clean-hindi"),
        pytest.param("dân vận".replace("â", "a\u0302"), ["not NFC"], id="decomposed"),
        pytest.param(" มติ", ["outer space"], id="outer-space"),
        pytest.param("dân  vận", ["double space"], id="double-space"),
        pytest.param("มติ\u200b", ["invisible character"], id="zero-width-space"),
        pytest.param("dân\u00a0vận", ["odd space"], id="no-break-space"),
    ],
)
def test_faults_of_a_text_are_seen(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        pytest.param("มติ", "th", [], id="thai"),
        pytest.param("สมาชิกสหภาพฯ", "th", [], id="thai-abbreviation-sign"),
        pytest.param("मोर्चा", "hi", [], id="hindi"),
        pytest.param("đ/c", "vi", [], id="vietnamese"),
        pytest.param("มติ", "hi", ["ม", "ต", "\u0e34"], id="thai-as-hindi"),
        pytest.param("Мttq", "vi", ["М"], id="cyrillic-letter-that-looks-latin"),
    ],
)
def test_letters_of_another_script_are_seen(text: str, lang: str, expected: list[str]) -> None:
    assert foreign(text, lang) == expected


def test_there_are_a_hundred_concepts(concepts: list[Concept]) -> None:
    assert len(concepts) >= 100


def test_ids_are_unique_and_well_formed(concepts: list[Concept]) -> None:
    ids = [concept["id"] for concept in concepts]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_the_concepts_that_the_documentation_names_are_there(concepts: list[Concept]) -> None:
    by_id = {concept["id"]: concept for concept in concepts}
    assert by_id["dan-van"]["terms"]["vi"][0]["text"] == "dân vận"
    assert by_id["dang-uy-khoi"]["terms"]["vi"][0]["text"] == "Đảng ủy Khối"


def test_each_concept_says_what_it_is(concepts: list[Concept]) -> None:
    for concept in concepts:
        name = concept["id"]
        assert concept["subject"] in SUBJECTS, name
        assert concept["terms"].get("vi"), name
        assert set(concept["terms"]) <= LANGS, name
        assert concept["gloss"].replace(" ", "-").lower() != name
        assert len(concept["definition"].split()) >= 5, name
        assert concept["definition"].endswith("."), name


@pytest.mark.parametrize("lang", ["th", "hi"])
def test_nearly_every_concept_has_a_usable_rendering(concepts: list[Concept], lang: str) -> None:
    served = [c for c in concepts if any(is_usable(term) for term in c["terms"].get(lang, []))]
    assert len(served) >= 0.95 * len(concepts)


def test_relations_lead_to_other_concepts(concepts: list[Concept]) -> None:
    ids = {concept["id"] for concept in concepts}
    for concept in concepts:
        related = concept.get("related", [])
        broader = [concept["broader"]] if "broader" in concept else []
        assert [name for name in [*related, *broader] if name not in ids] == [], concept["id"]
        assert concept["id"] not in [*related, *broader]
        assert len(set(related)) == len(related), concept["id"]


def test_no_concept_is_broader_than_itself(concepts: list[Concept]) -> None:
    broader = {c["id"]: c["broader"] for c in concepts if "broader" in c}
    for start in broader:
        path = [start]
        while path[-1] in broader:
            path.append(broader[path[-1]])
            assert path[-1] not in path[:-1], path


def test_nothing_is_settled_that_no_reviewer_settled(concepts: list[Concept]) -> None:
    for concept in concepts:
        for _, term in terms(concept):
            assert term.get("status", "proposed") in STATUSES, (concept["id"], term["text"])
            assert "decided_by" not in term, (concept["id"], term["text"])


def test_whoever_forbids_a_term_says_why(concepts: list[Concept]) -> None:
    for concept in concepts:
        for _, term in terms(concept):
            if not is_usable(term):
                assert len(term.get("reason", "").split()) >= 4, (concept["id"], term["text"])


def test_texts_are_clean(concepts: list[Concept]) -> None:
    for concept in concepts:
        prose = [concept.get(field, "") for field in ("id", "gloss", "definition", "note")]
        for text in prose:
            assert faults(text) == [], (concept["id"], text)
        for _, term in terms(concept):
            notes = [term.get("note", ""), term.get("reason", "")]
            for text in [*strings(term), *term.get("blocked_by", []), *notes]:
                assert faults(text) == [], (concept["id"], text)


def test_terms_are_in_the_script_of_their_language(concepts: list[Concept]) -> None:
    for concept in concepts:
        for lang, term in terms(concept):
            for text in [*strings(term), *term.get("blocked_by", [])]:
                assert foreign(text, lang) == [], (concept["id"], lang, text)


def test_a_blocking_context_holds_what_it_blocks(concepts: list[Concept]) -> None:
    for concept in concepts:
        for _, term in terms(concept):
            for context in term.get("blocked_by", []):
                inside = [text for text in strings(term) if text.lower() in context.lower()]
                assert inside, (concept["id"], context)
                assert context not in strings(term), (concept["id"], context)


def test_no_string_stands_twice_in_a_concept(concepts: list[Concept]) -> None:
    for concept in concepts:
        seen = Counter((lang, s.lower()) for lang, term in terms(concept) for s in strings(term))
        assert [key for key, count in seen.items() if count > 1] == [], concept["id"]


def test_no_string_serves_two_concepts(concepts: list[Concept]) -> None:
    """A string shared by two concepts, usable or forbidden, hides which of them was meant."""
    owner: dict[tuple[str, str], str] = {}
    for concept in concepts:
        for lang, term in terms(concept):
            for text in strings(term):
                held_by = owner.setdefault((lang, text.lower()), concept["id"])
                assert held_by == concept["id"], f"{text!r} ({lang}): {held_by}, {concept['id']}"
