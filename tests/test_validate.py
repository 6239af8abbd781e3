from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from termbases import FIXED

from glossary.errors import InputError
from glossary.finding import Severity
from glossary.match import Matcher
from glossary.model import Concept, Status, Term, Termbase
from glossary.rules import RULES, Subject
from glossary.rules.writing import ORDINARY, never_matches
from glossary.validate import page, validate

HEAD = "schema: 1\nconcepts:\n"


def concept(id_: str, *terms: str, more: str = "") -> str:
    """A concept with a Vietnamese term of the id's name and the terms given as ``lang: fields``."""
    lines = [f"  - id: {id_}", *([f"    {more}"] if more else []), "    terms:"]
    lines += ["      vi:", f"        - text: {id_.replace('-', ' ')}"]
    last = ""
    for term in terms:
        lang, fields = term.split(": ", 1)
        lines += [f"      {lang}:"] if lang != last else []
        lines += [f"        - {{text: {fields}}}"]
        last = lang
    return "\n".join(lines) + "\n"


def found(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "terms.yaml"
    path.write_bytes(text.encode())
    return [f"{f.line}:{f.column} {f.code} {f.severity} {f.message}" for f in validate(path)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(
            HEAD
            + concept("dan-van", "th: ระดมมวลชน, status: preferred", "th: ระดม")
            + concept("mat-tran", "th: แนวร่วม", more="related: [dan-van]"),
            [],
            id="sound",
        ),
        pytest.param(
            HEAD + concept("a", "th: ก, status: best", "th: ข, status: worst"),
            [
                "8:9 TB004 error 'best' is no status; write one of proposed, preferred, admitted, "
                "deprecated, superseded",
                "9:9 TB004 error 'worst' is no status; write one of proposed, preferred, admitted, "
                "deprecated, superseded",
            ],
            id="every-unknown-status",
        ),
        pytest.param(
            HEAD + concept("a") + concept("a").replace("text: a", "text: b"),
            [
                "7:9 TB101 error 'a' is the id of an earlier concept too; give one another id, "
                "or join the two"
            ],
            id="id-twice",
        ),
        pytest.param(
            HEAD + concept("Dân_vận"),
            [
                "3:9 TB102 error 'Dân_vận' is no id; use lower-case letters without diacritics, "
                "digits and single hyphens, such as 'dan-van'"
            ],
            id="id-shape",
        ),
        pytest.param(
            HEAD + "  - id: a\n    terms: {th: [{text: แนวร่วม}]}\n",
            ["3:3 TB103 warning 'a' has no 'vi' term; add the one that names it"],
            id="unnamed",
        ),
        pytest.param(
            HEAD + concept("a-a", more="related: [b, a-a]"),
            [
                "4:15 TB104 error 'a-a' names 'b' as related, and there is no such concept; "
                "add it or take the name out",
                "4:18 TB104 error 'a-a' is related to itself; take it out",
            ],
            id="dangling",
        ),
        pytest.param(
            HEAD + concept("a", more="broader: b") + concept("b", more="broader: a"),
            [
                "4:5 TB105 error broader concepts run in a circle, 'a' → 'b' → 'a'; take one of "
                "them out"
            ],
            id="circle",
        ),
        pytest.param(
            HEAD
            + concept(
                "bo-chinh-tri",
                "th: โปลิตบูโร, status: preferred",
                "th: กรมการเมือง, status: preferred",
            ),
            [
                "9:18 TB201 error 'bo-chinh-tri' has two preferred 'th' terms, 'โปลิตบูโร' and "
                "'กรมการเมือง'; mark one admitted or deprecated"
            ],
            id="two-preferred",
        ),
        pytest.param(
            HEAD + concept("a", "th: แนวร่วม", "th: แนวร่วม"),
            ["9:18 TB202 error 'แนวร่วม' stands twice in 'a'; keep one"],
            id="term-twice",
        ),
        pytest.param(
            HEAD + concept("a", "th: แนวร่วม", "th: มวลชน, forms: [แนวร่วม]"),
            ["9:33 TB202 warning 'แนวร่วม' belongs to two 'th' terms in 'a'; keep one"],
            id="form-of-two-terms",
        ),
        pytest.param(
            HEAD
            + concept("a", "th: บริการ, status: preferred")
            + concept("b", "th: บริการ, status: deprecated, reason: r"),
            [
                "14:18 TB203 warning the 'th' term 'บริการ' is deprecated for 'b' and preferred for "
                "'a'; see that both are meant"
            ],
            id="preferred-and-deprecated",
        ),
        pytest.param(
            HEAD
            + concept("thuong-vu", "hi: स्थायी समिति, status: preferred")
            + concept("thuong-truc", "hi: स्थायी  समिति, status: preferred"),
            [
                "14:18 TB204 error the 'hi' term 'स्थायी  समिति' of 'thuong-truc' is a term of "
                "'thuong-vu' too; give each a name of its own",
                "14:18 TB301 error the 'hi' text "
                "'स्थायी  समिति' of "
                "'thuong-truc' has outer or double white space; write 'स्थायी समिति'",
            ],
            id="shared-by-two-that-are-preferred",
        ),
        pytest.param(
            HEAD + concept("a", "hi: सेवा") + concept("b", "hi: सेवा"),
            [
                "14:18 TB204 warning the 'hi' term 'सेवा' of 'b' is a term of 'a' too; "
                "give each a name of its own"
            ],
            id="shared-and-proposed",
        ),
        pytest.param(
            HEAD + concept("a", "en: e\u0301cole"),
            [
                "8:18 TB301 error the 'en' text 'école' of 'a' is not in normal form C; "
                "write 'école'"
            ],
            id="not-nfc",
        ),
        pytest.param(
            HEAD + concept("a", "th: แนว\u200bร่วม"),
            [
                "8:18 TB301 error the 'th' text "
                "'แนว\\u200bร่วม' of 'a' holds characters "
                "that nobody sees; write 'แนวร่วม'"
            ],
            id="zero-width-space",
        ),
        pytest.param(HEAD + concept("a", "hi: क्\u200dष"), [], id="joiners-are-letters"),
        pytest.param(
            HEAD + concept("a", 'th: "ก\\e", forms: ["ข\\u202e"], blocked_by: ["xก\\ey"]'),
            [
                "8:9 TB301 error the 'th' text 'xก\\x1by' of 'a' holds characters that nobody "
                "sees; write 'xกy'",
                "8:9 TB301 error the 'th' text 'ก\\x1b' of 'a' holds characters that nobody sees; "
                "write 'ก'",
                "8:9 TB301 error the 'th' text 'ข\\u202e' of 'a' holds characters that nobody "
                "sees; write 'ข'",
            ],
            id="controls-in-terms-and-forms",
        ),
        pytest.param(
            HEAD + concept("a", more='gloss: "g\\e[31m"'),
            [
                "4:5 TB308 error the gloss 'g\\x1b[31m' of 'a' holds U+001B, which nobody sees; "
                "take it out"
            ],
            id="control-in-a-gloss",
        ),
        pytest.param(
            HEAD + concept("a", more='sources: [b, "s\\u202e"]'),
            [
                "4:5 TB308 error the sources 's\\u202e' of 'a' holds U+202E, which nobody sees; "
                "take it out"
            ],
            id="override-in-a-source",
        ),
        pytest.param(
            HEAD + concept("a", 'th: ก, reason: "r\\U000E0041", note: "n\\0"'),
            [
                "8:9 TB308 error the note 'n\\x00' of 'a' holds U+0000, which nobody sees; "
                "take it out",
                "8:9 TB308 error the reason 'r\\U000e0041' of 'a' holds U+E0041, which nobody "
                "sees; take it out",
            ],
            id="controls-in-a-reason-and-a-note",
        ),
        pytest.param(
            HEAD + concept("a", 'th: ก, note: "one\\ntwo\\tก\\u200bข क्\\u200dष"'),
            [],
            id="lines-and-breaks-in-a-note",
        ),
        pytest.param(
            HEAD + concept("a", 'th: "\\u200b"'),
            [
                "8:9 TB302 warning the 'th' text '\\u200b' of 'a' can never match; write it as a "
                "whole word, as it stands in texts",
            ],
            id="never-matches",
        ),
        pytest.param(
            HEAD + concept("a", "th: มติ, blocked_by: [ฉันทามติ, ประชุม]"),
            [
                "8:46 TB303 warning 'ประชุม' does not hold 'มติ' of 'a' and blocks nothing; write a "
                "longer text around it or take it out"
            ],
            id="blocks-nothing",
        ),
        pytest.param(
            HEAD + concept("a", "th: มติ, status: deprecated"),
            [
                "8:18 TB304 warning the deprecated 'th' term 'มติ' of 'a' gives no reason; "
                "add 'reason:'"
            ],
            id="no-reason",
        ),
        pytest.param(
            HEAD + concept("a", "Thai: มติ"),
            ["7:7 TB305 error 'Thai' of 'a' is no language tag; write one such as 'th'"],
            id="no-tag",
        ),
        pytest.param(
            HEAD + concept("a", "th: mati"),
            ["8:18 TB306 warning 'mati' of 'a' has no letter of 'th'; put it under its language"],
            id="other-script",
        ),
        pytest.param(
            HEAD + concept("a", "th: มติ, decided_at: 2026-01-31"),
            ["8:35 TB307 error '2026-01-31' of 'a' is no time; write it as '2026-01-31T09:30:00Z'"],
            id="no-time",
        ),
        pytest.param(
            HEAD + concept("a", more="conflicts: [{field: gloss, ours: a, theirs: b}]"),
            [
                "4:5 TB401 error 'a' has two versions of its gloss from a merge; choose one in "
                "'thuatngu review', or edit it and take the entry under 'conflicts' out",
            ],
            id="unsettled",
        ),
    ],
)
def test_a_rule_is_reported_with_its_line_and_how_to_mend_it(
    tmp_path: Path, text: str, lines: list[str]
) -> None:
    assert found(tmp_path, text) == lines


@given(st.from_regex(ORDINARY, fullmatch=True), st.sampled_from(["vi", "hi", "en", "km", "zh"]))
@settings(FIXED, max_examples=120)
def test_ordinary_words_always_match(form: str, lang: str) -> None:
    termbase = Termbase((Concept("a", (Term(lang, form),)),))
    assert Matcher(termbase, lang).find(f"a {form} a")


def test_what_is_searched_in_one_text_is_told_as_alone() -> None:
    forms = ["\u200b", "ระดม", "มวลชน", "a a", "a", "x\u200b", "-", "a\nb", "ก", "ระดม มวลชน"]
    terms = tuple(Term("th", form, forms=(form + " x",)) for form in forms)
    subject = Subject(Termbase((Concept("c", terms),)))
    matcher = Matcher(subject.termbase, "th")
    alone = {
        form
        for term in terms
        for form in (term.text, *term.forms)
        if not any(hit.term == term for hit in matcher.find(f"a {form} a"))
    }
    assert {fault.found for fault in never_matches(subject)} == alone
    assert alone


def test_of_two_terms_that_are_alike_neither_is_told_to_match_never() -> None:
    alike = (Term("th", "มติ", Status.PREFERRED), Term("th", "มติ", Status.DEPRECATED))
    assert not list(never_matches(Subject(Termbase((Concept("a", alike),)))))


def test_an_offset_is_that_of_what_was_found(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(HEAD + concept("a", "th: มติ, status: deprecated"), encoding="utf-8")
    (finding,) = validate(path)
    assert path.read_text(encoding="utf-8")[finding.start : finding.end] == "มติ"
    assert finding.concept == "a"


def test_a_file_that_is_no_yaml_is_not_validated(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(InputError):
        validate(path)


def test_each_rule_says_what_it_is() -> None:
    for code, rule in RULES.items():
        assert rule.__doc__, code
        assert rule.__doc__.splitlines()[0].endswith("."), code


def test_the_shipped_terms_break_no_rule(root: Path) -> None:
    errors = [f for f in validate(root / "terms.yaml") if f.severity is Severity.ERROR]
    assert errors == []


def test_the_page_of_rules_is_in_step(root: Path) -> None:
    assert (root / "docs/termbase.md").read_text(encoding="utf-8") == page(), (
        "run 'python -m glossary.validate > docs/termbase.md'"
    )
