"""What is wrong with a termbase: every rule that it breaks, with the line and how to mend it.

A rule is one function, and the first sentence of its docstring is the rule. `RULES` has them by
code. Codes below TB100 are of the file's shape and come from `record` and `termfile`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from glossary.finding import Finding, Severity
from glossary.match import Matcher
from glossary.merge import CONFLICTS, conflicts
from glossary.model import SOURCE_LANG, Concept, Status, Term, Termbase
from glossary.normalize import INVISIBLE, normalize
from glossary.record import Where
from glossary.termfile import TermFile
from glossary.visible import visible

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""BCP 47 as far as its shape goes."""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SCRIPTS = {"th": "THAI", "hi": "DEVANAGARI", "lo": "LAO", "km": "KHMER"}
"""Languages that one script tells, and the word with which the names of its letters begin."""
_UNSEEN = re.compile(
    f"[{INVISIBLE}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u2028-\u202e\u2066-\u2069"
    "\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
_PROSE = ("subject", "gloss", "definition", "note", "broader", "related", "sources")
_TERM_PROSE = ("part_of_speech", "note", "reason", "source", "decided_by")

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a rule is broken."""

    where: Where
    concept: str
    message: str
    found: str = ""
    expected: tuple[str, ...] = ()
    severity: Severity = ERROR


@dataclass(frozen=True, slots=True)
class Placed:
    """A term with its place in the termbase."""

    where: Where
    concept: Concept
    term: Term


Rule = Callable[[Termbase], Iterator[Fault]]


def validate(file: TermFile | Path) -> list[Finding]:
    """All findings of a term file, in order of line and code.

    Args:
        file: a path, or a file read with `lenient`, since one that is read without
            has passed the rules of shape already.

    Raises:
        InputError: the file can't be read, or is no YAML.
    """
    if isinstance(file, Path):
        file = TermFile.read(file, lenient=True)
    findings = [
        _finding(file, problem.code, Fault(problem.where, "", problem.message))
        for problem in file.problems
    ]
    if not any(problem.where == () for problem in file.problems):
        for code, rule in RULES.items():
            findings += (_finding(file, code, fault) for fault in rule(file.termbase))
    return sorted(findings)


def _finding(file: TermFile, code: str, fault: Fault) -> Finding:
    line = file.index.line(fault.where)
    text = file.index.text_of(line)
    after_key = text.find(": ") + 1
    column = max(text.find(fault.found, after_key), text.find(fault.found)) + 1
    column = column if fault.found else 0
    start = file.index.start_of(line)
    if column:
        start += column - 1
        found = fault.found
    else:
        found = text.strip()
        column = len(text) - len(text.lstrip()) + 1
        start += column - 1
    return Finding(
        file=str(file.path),
        line=line,
        column=column,
        start=start,
        end=start + len(found),
        code=code,
        severity=fault.severity,
        concept=fault.concept,
        found=found,
        expected=fault.expected,
        message=fault.message,
    )


def placed(termbase: Termbase) -> Iterator[Placed]:
    """All terms with their places."""
    for n, concept in enumerate(termbase.concepts):
        count: dict[str, int] = defaultdict(int)
        for term in concept.terms:
            yield Placed(("concepts", n, "terms", term.lang, count[term.lang]), concept, term)
            count[term.lang] += 1


def id_twice(termbase: Termbase) -> Iterator[Fault]:
    """No two concepts have one id."""
    seen: set[str] = set()
    for n, concept in enumerate(termbase.concepts):
        if concept.id and concept.id in seen:
            yield Fault(
                ("concepts", n, "id"),
                concept.id,
                f"{concept.id!r} is the id of an earlier concept too; give one another id, "
                "or join the two",
                concept.id,
            )
        seen.add(concept.id)


def id_shape(termbase: Termbase) -> Iterator[Fault]:
    """An id has lower-case ASCII letters, digits and single hyphens."""
    for n, concept in enumerate(termbase.concepts):
        if concept.id and not ID.fullmatch(concept.id):
            yield Fault(
                ("concepts", n, "id"),
                concept.id,
                f"{concept.id!r} is no id; use lower-case letters without diacritics, digits and "
                "single hyphens, such as 'dan-van'",
                concept.id,
            )


def unnamed(termbase: Termbase) -> Iterator[Fault]:
    """A concept has a Vietnamese term, which names it."""
    for n, concept in enumerate(termbase.concepts):
        if not concept.in_lang(SOURCE_LANG):
            yield Fault(
                ("concepts", n),
                concept.id,
                f"{concept.id!r} has no {SOURCE_LANG!r} term; add the one that names it",
                severity=WARNING,
            )


def dangling(termbase: Termbase) -> Iterator[Fault]:
    """A related or broader concept exists, and is another one."""
    for n, concept in enumerate(termbase.concepts):
        links = [("related", id_) for id_ in concept.related]
        links += [("broader", concept.broader)] if concept.broader else []
        for name, id_ in links:
            where: Where = ("concepts", n, name)
            if id_ == concept.id:
                yield Fault(
                    where, concept.id, f"{concept.id!r} is {name} to itself; take it out", id_
                )
            elif id_ not in termbase.by_id:
                yield Fault(
                    where,
                    concept.id,
                    f"{concept.id!r} names {id_!r} as {name}, and there is no such concept; "
                    "add it or take the name out",
                    id_,
                )


def circle(termbase: Termbase) -> Iterator[Fault]:
    """Broader concepts lead upwards and never back."""
    done: set[str] = set()
    for concept in termbase.concepts:
        path: list[str] = []
        at = concept.id
        while at in termbase.by_id and at not in done and at not in path:
            path.append(at)
            at = termbase.by_id[at].broader
        done.update(path)
        if at in path and len(path) - path.index(at) > 1:
            ring = path[path.index(at) :]
            n = next(n for n, each in enumerate(termbase.concepts) if each.id == at)
            shown = " → ".join(repr(id_) for id_ in (*ring, at))
            yield Fault(
                ("concepts", n, "broader"),
                at,
                f"broader concepts run in a circle, {shown}; take one of them out",
            )


def two_preferred(termbase: Termbase) -> Iterator[Fault]:
    """A concept has at most one preferred term in a language."""
    first: dict[tuple[str, str], Term] = {}
    for place in placed(termbase):
        if place.term.status is not Status.PREFERRED:
            continue
        before = first.setdefault((place.concept.id, place.term.lang), place.term)
        if before is not place.term:
            yield Fault(
                place.where,
                place.concept.id,
                f"{place.concept.id!r} has two preferred {place.term.lang!r} terms, "
                f"{before.text!r} and {place.term.text!r}; mark one admitted or deprecated",
                place.term.text,
            )


def term_twice(termbase: Termbase) -> Iterator[Fault]:
    """A string is one term of a concept, or a form of one, and only once."""
    owners: dict[tuple[str, str, str], tuple[Placed, str]] = {}
    for place in placed(termbase):
        concept, term = place.concept, place.term
        for form in (term.text, *term.forms):
            key = (concept.id, term.lang, form)
            before = owners.setdefault(key, (place, form))[0]
            if before is place:
                if form is not term.text and form == term.text:
                    yield Fault(
                        place.where,
                        concept.id,
                        f"{form!r} of {concept.id!r} is its own look-up form; take the form out",
                        form,
                        severity=WARNING,
                    )
                continue
            both = form == term.text == before.term.text
            what = "stands twice" if both else f"belongs to two {term.lang!r} terms"
            yield Fault(
                place.where,
                concept.id,
                f"{form!r} {what} in {concept.id!r}; keep one",
                form,
                severity=ERROR if both else WARNING,
            )


def _keyed(termbase: Termbase) -> Mapping[tuple[str, str], list[Placed]]:
    """Terms by language and the key under which they match."""
    found: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for place in placed(termbase):
        found[place.term.lang, normalize(place.term.text, place.term.lang).key].append(place)
    return found


def preferred_and_deprecated(termbase: Termbase) -> Iterator[Fault]:
    """A term that is preferred or admitted for one concept and deprecated for another is looked at.

    It can be right, where a mistranslation is the proper name of another thing: then
    both say so in a note.
    """
    for (lang, _), places in _keyed(termbase).items():
        chosen = [p for p in places if p.term.status in (Status.PREFERRED, Status.ADMITTED)]
        for place in places:
            other = next((p for p in chosen if p.concept.id != place.concept.id), None)
            if place.term.status is Status.DEPRECATED and other:
                yield Fault(
                    place.where,
                    place.concept.id,
                    f"the {lang!r} term {place.term.text!r} is deprecated for "
                    f"{place.concept.id!r} and {other.term.status.value} for "
                    f"{other.concept.id!r}; see that both are meant",
                    place.term.text,
                    severity=WARNING,
                )


def shared(termbase: Termbase) -> Iterator[Fault]:
    """Two concepts do not share a rendering, since a reader could not tell them apart."""
    for (lang, _), places in _keyed(termbase).items():
        usable = [place for place in places if place.term.status.usable]
        for n, place in enumerate(usable):
            other = next((p for p in usable[:n] if p.concept.id != place.concept.id), None)
            if other is None:
                continue
            both = all(p.term.status is Status.PREFERRED for p in (place, other))
            yield Fault(
                place.where,
                place.concept.id,
                f"the {lang!r} term {place.term.text!r} of {place.concept.id!r} is a term of "
                f"{other.concept.id!r} too; give each a name of its own",
                place.term.text,
                severity=ERROR if both and lang != SOURCE_LANG else WARNING,
            )


def not_normalised(termbase: Termbase) -> Iterator[Fault]:
    """Text is in normal form C, with single inner spaces, none outside and nothing unseen."""
    for place in placed(termbase):
        for text in (place.term.text, *place.term.forms, *place.term.blocked_by):
            clean = cleaned(text)
            if clean and clean != text:
                yield Fault(
                    place.where,
                    place.concept.id,
                    f"the {place.term.lang!r} text {text!r} of {place.concept.id!r} {_why(text)}; "
                    f"write {clean!r}",
                    text,
                    (clean,),
                )


def commanding(termbase: Termbase) -> Iterator[Fault]:
    """A gloss, note or other field holds no control, override or tag that nobody sees."""
    for n, concept in enumerate(termbase.concepts):
        for name in _PROSE:
            yield from _commanding(("concepts", n, name), concept, name, getattr(concept, name))
    for place in placed(termbase):
        for name in _TERM_PROSE:
            value = getattr(place.term, name)
            yield from _commanding((*place.where, name), place.concept, name, value)


def _commanding(
    where: Where, concept: Concept, name: str, value: str | tuple[str, ...]
) -> Iterator[Fault]:
    for text in (value,) if isinstance(value, str) else value:
        unseen = (char for char in text if char not in "\t\r\n" and visible(char) != char)
        if char := next(unseen, ""):
            yield Fault(
                where,
                concept.id,
                f"the {name.replace('_', ' ')} {text!r} of {concept.id!r} holds U+{ord(char):04X}, "
                "which nobody sees; take it out",
                text,
            )


def cleaned(text: str) -> str:
    """The text as a termbase writes it."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def _why(text: str) -> str:
    if not unicodedata.is_normalized("NFC", text):
        return "is not in normal form C"
    if _UNSEEN.search(text):
        return "holds characters that nobody sees"
    return "has outer or double white space"


def never_matches(termbase: Termbase) -> Iterator[Fault]:
    """A term and its forms are found where they stand between spaces."""
    matchers = {lang: Matcher(termbase, lang) for lang in termbase.langs}
    for place in placed(termbase):
        term, name = place.term, place.concept.id
        for form in filter(None, (term.text, *term.forms)):
            hits = matchers[term.lang].find(f"a {form} a")
            if not any(hit.concept == name and hit.term == term for hit in hits):
                yield Fault(
                    place.where,
                    name,
                    f"the {term.lang!r} text {form!r} of {name!r} can never match; write it as a "
                    "whole word, as it stands in texts",
                    form,
                    severity=WARNING,
                )


def blocks_nothing(termbase: Termbase) -> Iterator[Fault]:
    """What blocks a term is longer and holds it, or one of its forms."""
    for place in placed(termbase):
        term = place.term
        keys = [normalize(form, term.lang).key for form in (term.text, *term.forms)]
        for text in term.blocked_by:
            key = normalize(text, term.lang).key
            if not any(form and form in key and form != key for form in keys):
                yield Fault(
                    place.where,
                    place.concept.id,
                    f"{text!r} does not hold {term.text!r} of {place.concept.id!r} and blocks "
                    "nothing; write a longer text around it or take it out",
                    text,
                    severity=WARNING,
                )


def no_reason(termbase: Termbase) -> Iterator[Fault]:
    """A deprecated term says why, for those who are told not to use it."""
    for place in placed(termbase):
        if place.term.status is Status.DEPRECATED and not place.term.reason:
            yield Fault(
                place.where,
                place.concept.id,
                f"the deprecated {place.term.lang!r} term {place.term.text!r} of "
                f"{place.concept.id!r} gives no reason; add 'reason:'",
                place.term.text,
                severity=WARNING,
            )


def no_tag(termbase: Termbase) -> Iterator[Fault]:
    """A language is a BCP 47 tag, its language in lower case."""
    for n, concept in enumerate(termbase.concepts):
        for lang in dict.fromkeys(term.lang for term in concept.terms):
            if not TAG.fullmatch(lang):
                yield Fault(
                    ("concepts", n, "terms", lang),
                    concept.id,
                    f"{lang!r} of {concept.id!r} is no language tag; write one such as 'th'",
                    lang,
                )


def other_script(termbase: Termbase) -> Iterator[Fault]:
    """A term is written in the script of its language."""
    for place in placed(termbase):
        script = SCRIPTS.get(place.term.lang)
        letters = [char for char in place.term.text if char.isalpha()]
        if script and letters and not any(_name(char).startswith(script) for char in letters):
            yield Fault(
                place.where,
                place.concept.id,
                f"{place.term.text!r} of {place.concept.id!r} has no letter of "
                f"{place.term.lang!r}; put it under its language",
                place.term.text,
                severity=WARNING,
            )


def _name(char: str) -> str:
    return unicodedata.name(char, "")


def no_time(termbase: Termbase) -> Iterator[Fault]:
    """A decision's time is in UTC with seconds, as ISO 8601 writes it."""
    for place in placed(termbase):
        at = place.term.decided_at
        if at and not TIME.fullmatch(at):
            yield Fault(
                place.where,
                place.concept.id,
                f"{at!r} of {place.concept.id!r} is no time; write it as '2026-01-31T09:30:00Z'",
                at,
            )


def unsettled(termbase: Termbase) -> Iterator[Fault]:
    """What a merge could not settle is settled."""
    places = {concept.id: n for n, concept in reversed(list(enumerate(termbase.concepts)))}
    for conflict in conflicts(termbase):
        what = f"{conflict.lang!r} term {conflict.text!r}" if conflict.lang else conflict.field
        yield Fault(
            ("concepts", places[conflict.concept], CONFLICTS),
            conflict.concept,
            f"{conflict.concept!r} has two versions of its {what} from a merge; choose one in "
            "'thuatngu review', or edit it and take the entry under 'conflicts' out",
        )


RULES: Mapping[str, Rule] = {
    "TB101": id_twice,
    "TB102": id_shape,
    "TB103": unnamed,
    "TB104": dangling,
    "TB105": circle,
    "TB201": two_preferred,
    "TB202": term_twice,
    "TB203": preferred_and_deprecated,
    "TB204": shared,
    "TB301": not_normalised,
    "TB302": never_matches,
    "TB303": blocks_nothing,
    "TB304": no_reason,
    "TB305": no_tag,
    "TB306": other_script,
    "TB307": no_time,
    "TB308": commanding,
    "TB401": unsettled,
}

SHAPE: Mapping[str, str] = {
    "TB001": "A file is a mapping that has a list of concepts.",
    "TB002": "The schema is one that this version knows.",
    "TB003": "A field holds what it should: text, a list of texts, a list of terms.",
    "TB004": "A status is one of those that there are.",
    "TB005": "A field stands once in its mapping.",
}
"""Rules of shape, which also keep a file from being used."""

_PAGE = """\
# Rules of a termbase

`thuatngu validate` reports each with file, line and how to mend it. An error in the shape of the
file (TB001 to TB005) keeps every command from using it. This page is written by
`python -m glossary.validate` from the rules.

| code | rule |
|---|---|
"""


def page() -> str:
    """The text of ``docs/termbase.md``."""
    rules = {code: (rule.__doc__ or "").splitlines()[0] for code, rule in RULES.items()}
    return _PAGE + "".join(f"| {code} | {what} |\n" for code, what in {**SHAPE, **rules}.items())


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
