"""SKOS in Turtle: concepts, labels and their relations, for catalogues and linked data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from glossary.errors import InputError
from glossary.formats.loss import Codec, Keeps
from glossary.model import SOURCE_LANG, Concept, Status, Term, Termbase
from glossary.record import grouped
from glossary.termfile import decoded

SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BASE = "urn:thuatngu:"
"""What a concept's id follows in its IRI."""

KEEPS = Keeps(
    concept=frozenset({"gloss", "definition", "subject", "note", "related", "broader", "sources"}),
    term=frozenset({"status"}),
    top=False,
    also=(
        "The preferred term of a language is its `prefLabel`, the first usable Vietnamese term "
        "too; other admitted and proposed terms are `altLabel`, and proposed when read.",
        "Deprecated and superseded terms and look-up forms are `hiddenLabel`, which help a "
        "search and are not read as terms.",
        "Vietnamese terms are proposed when read.",
    ),
)

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u2028": "\\u2028"}
)


def _literal(text: str, lang: str = "") -> str:
    return f'"{text.translate(_ESCAPES)}"' + (f"@{lang}" if lang else "")


def _labels(concept: Concept, lang: str) -> tuple[Term | None, list[Term]]:
    """The term that names the concept in a language, and the other usable ones."""
    terms = [term for term in concept.in_lang(lang) if term.status.usable]
    first = concept.preferred(lang)
    if first is None and lang == SOURCE_LANG and terms:
        first = terms[0]
    return first, [term for term in terms if term is not first]


def keep(termbase: Termbase, _lang: str, _profile: str) -> Termbase:
    concepts = []
    for concept in grouped(termbase):
        terms: list[Term] = []
        for lang in dict.fromkeys(term.lang for term in concept.terms):
            first, others = _labels(concept, lang)
            chosen = Status.PROPOSED if lang == SOURCE_LANG else Status.PREFERRED
            terms += [Term(lang, first.text, chosen)] if first else []
            terms += [Term(lang, term.text) for term in others]
        named: dict[str, Any] = {name: getattr(concept, name) for name in KEEPS.concept}
        concepts.append(Concept(concept.id, tuple(terms), **named))
    return Termbase(tuple(concepts))


def write(termbase: Termbase, _lang: str, _profile: str) -> bytes:
    """All languages as one concept scheme."""
    lines = [
        f"@prefix skos: <{SKOS}> .\n@prefix dct: <{DCT}> .\n\n"
        f"<{BASE}> a skos:ConceptScheme ;\n    dct:title {_literal('thuatngu', 'en')} .\n"
    ]
    for concept in grouped(termbase):
        facts = ["a skos:Concept", f"skos:inScheme <{BASE}>", *_facts(concept)]
        lines.append(f"\n<{BASE}{concept.id}> " + " ;\n    ".join(facts) + " .\n")
    return "".join(lines).encode()


def _facts(concept: Concept) -> Iterator[str]:
    yield f"skos:notation {_literal(concept.id)}"
    for lang in dict.fromkeys(term.lang for term in concept.terms):
        first, others = _labels(concept, lang)
        if first:
            yield f"skos:prefLabel {_literal(first.text, lang)}"
        for term in others:
            yield f"skos:altLabel {_literal(term.text, lang)}"
        for term in concept.in_lang(lang):
            hidden = term.forms if term.status.usable else (term.text, *term.forms)
            for form in hidden:
                yield f"skos:hiddenLabel {_literal(form, lang)}"
    if concept.gloss:
        yield f"skos:scopeNote {_literal(concept.gloss, 'en')}"
    if concept.definition:
        yield f"skos:definition {_literal(concept.definition, 'en')}"
    if concept.note:
        yield f"skos:note {_literal(concept.note, 'en')}"
    if concept.subject:
        yield f"dct:subject {_literal(concept.subject)}"
    yield from (f"dct:source {_literal(source)}" for source in concept.sources)
    if concept.broader:
        yield f"skos:broader <{BASE}{concept.broader}>"
    yield from (f"skos:related <{BASE}{id_}>" for id_ in concept.related)


_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:\#[^\n]*[ \t\r\n]*)*(?:
    (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<long>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*''')
    |(?P<text>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<keyword>@prefix\b|@base\b|(?i:prefix|base)(?=[ \t]))
    |(?P<lang>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)
    |(?P<type>\^\^)
    |(?P<mark>[.;,](?![0-9]))
    |(?P<value>[+-]?[0-9][0-9.eE+-]*|true\b|false\b)
    |(?P<name>[\w-]*:[\w:%-]*(?:\.+[\w:%-]+)*|a(?=[ \t\r\n]))
    |(?P<end>$))""",
    re.VERBOSE | re.DOTALL,
)
_STRING_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_CHARS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

Token = tuple[str, str, int]
"""Kind, text, offset."""


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "uU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _CHARS.get(code, code)


class _Turtle:
    """Triples of a Turtle text without blank nodes and collections."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name, self._at = text, name, 0
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._next = self._token()

    def _wrong(self, what: str, at: int) -> InputError:
        line = self._text.count("\n", 0, at) + 1
        return InputError(f"{self._name}:{line}: {what}; mend the Turtle there")

    def _token(self) -> Token:
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            raise self._wrong("has something that is no name, text or mark here", self._at)
        self._at = match.end()
        kind = match.lastgroup or "end"
        return kind, match[kind], match.start(kind)

    def _take(self, *kinds: str) -> Token:
        token = self._next
        if kinds and token[0] not in kinds:
            raise self._wrong(f"{token[1] or 'the end'!r} is not expected here", token[2])
        self._next = self._token()
        return token

    def _mark(self, *marks: str) -> str:
        token = self._take("mark")
        if token[1] not in marks:
            raise self._wrong(f"{token[1]!r} is not expected here", token[2])
        return token[1]

    def _iri(self) -> str:
        kind, text, at = self._take("iri", "name")
        if kind == "iri":
            iri = text[1:-1]
            return iri if ":" in iri else self._base + iri
        if text == "a":
            return f"{RDF}type"
        prefix, _, rest = text.partition(":")
        if prefix not in self._prefixes:
            raise self._wrong(f"the prefix {prefix!r} is not declared", at)
        return self._prefixes[prefix] + rest

    def _object(self) -> tuple[str, str, bool]:
        """Text, language, and whether it is an IRI."""
        if self._next[0] in ("iri", "name"):
            return self._iri(), "", True
        kind, text, _ = self._take("text", "long", "value")
        if kind == "value":
            return text, "", False
        width = 3 if kind == "long" else 1
        value = _STRING_ESCAPE.sub(_unescaped, text[width:-width])
        lang = ""
        if self._next[0] == "lang":
            lang = self._take()[1][1:]
        elif self._next[0] == "type":
            self._take()
            self._iri()
        return value, lang, False

    def _declared(self) -> None:
        word = self._take("keyword")[1]
        if word.lower().endswith("prefix"):
            kind, text, at = self._take("name")
            if not text.endswith(":"):
                raise self._wrong(f"{text!r} is no prefix", at)
            del kind
            self._prefixes[text[:-1]] = self._iri()
        else:
            self._base = self._iri()
        if word.startswith("@"):
            self._mark(".")

    def triples(self) -> Iterator[tuple[str, str, tuple[str, str, bool]]]:
        while self._next[0] != "end":
            if self._next[0] == "keyword":
                self._declared()
                continue
            subject = self._iri()
            mark = ";"
            while mark == ";":
                predicate = self._iri()
                mark = ","
                while mark == ",":
                    yield subject, predicate, self._object()
                    mark = self._mark(",", ";", ".")
                if mark == ";" and self._next[1] == ".":
                    mark = self._mark(".")


_TEXTS = {
    f"{SKOS}definition": "definition",
    f"{SKOS}note": "note",
    f"{SKOS}scopeNote": "gloss",
    f"{DCT}subject": "subject",
}


def read(data: bytes, name: str, _lang: str) -> Termbase:
    """Concepts of a SKOS file in Turtle.

    Raises:
        InputError: it is no Turtle, or has blank nodes or collections.
    """
    found: dict[str, dict[str, Any]] = {}
    concepts: set[str] = set()
    for subject, predicate, (value, lang, is_iri) in _Turtle(decoded(data, name), name).triples():
        of = found.setdefault(subject, {"terms": [], "related": [], "sources": []})
        if predicate == f"{RDF}type" and value == f"{SKOS}Concept":
            concepts.add(subject)
        elif predicate in (f"{SKOS}prefLabel", f"{SKOS}altLabel") and value:
            preferred = predicate.endswith("prefLabel") and lang != SOURCE_LANG
            status = Status.PREFERRED if preferred else Status.PROPOSED
            of["terms"].append(Term(lang or "und", value, status))
        elif predicate in _TEXTS:
            of.setdefault(_TEXTS[predicate], value)
        elif predicate == f"{DCT}source":
            of["sources"].append(value)
        elif predicate == f"{SKOS}broader" and is_iri:
            of.setdefault("broader", _id(value))
        elif predicate == f"{SKOS}related" and is_iri:
            of["related"].append(_id(value))
    result = []
    for subject, of in found.items():
        if subject in concepts:
            lists: dict[str, Any] = {n: tuple(of.pop(n)) for n in ("terms", "related", "sources")}
            result.append(Concept(_id(subject), **lists, **of))
    return grouped(Termbase(tuple(result)))


def _id(iri: str) -> str:
    if iri.startswith(BASE):
        return iri[len(BASE) :]
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1]


CODECS = {"skos": Codec(write, read, keep, KEEPS)}
