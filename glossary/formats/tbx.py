"""TBX, ISO 30042: version 3 (TBX-Basic, in its styles DCA and DCT) and version 2.

Every category that TBX-Basic has is used for what it is for. What it has none for,
such as look-up forms and unknown fields, stands as JSON in a last note, so that
nothing is lost and the file is still TBX-Basic.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from glossary.errors import InputError
from glossary.formats.loss import Codec, Keeps
from glossary.formats.markup import (
    Element,
    attribute,
    below,
    escaped,
    language,
    local,
    parsed,
    text_of,
)
from glossary.formats.po import ADMINISTRATIVE, STATUS_OF
from glossary.model import Concept, Status, Term, Termbase
from glossary.record import Data, Reader, grouped

DCA, DCT = "dca", "dct"

_OURS = "thuatngu: "
"""What a note begins with that holds fields as JSON."""
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_SPEECH = ("adjective", "noun", "other", "verb", "adverb")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MIN = ("administrativeStatus", "partOfSpeech", "subjectField")
"""Categories of the module Min; the others that we use are of Basic."""

_V3 = {
    DCA: '<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="vi">',
    DCT: '<tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min" '
    'xmlns:basic="http://www.tbxinfo.net/ns/basic" type="TBX-Basic" style="dct" xml:lang="vi">',
}
_SOURCE = "<sourceDesc><p>thuatngu</p></sourceDesc>"


@dataclass(frozen=True)
class Names:
    """What the levels are called."""

    entry: str
    lang: str
    term: str


V3 = Names("conceptEntry", "langSec", "termSec")
V2 = Names("termEntry", "langSet", "tig")


def write_3(termbase: Termbase, _lang: str, profile: str) -> bytes:
    head = f"{_V3[profile]}\n<tbxHeader><fileDesc>{_SOURCE}</fileDesc></tbxHeader>\n<text><body>\n"
    return _document(termbase, head, "</body></text>\n</tbx>\n", V3, profile)


def write_2(termbase: Termbase, _lang: str, _profile: str) -> bytes:
    head = (
        '<martif type="TBX-Basic" xml:lang="vi">\n'
        f"<martifHeader><fileDesc>{_SOURCE}</fileDesc><encodingDesc>"
        '<p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>\n<text><body>\n'
    )
    return _document(termbase, head, "</body></text>\n</martif>\n", V2, DCA)


def _document(termbase: Termbase, head: str, tail: str, names: Names, style: str) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n', head]
    if termbase.extra:
        extra = escaped(_OURS + _JSON.encode(dict(termbase.extra)))
        lines[1] = head.replace(_SOURCE, _SOURCE.replace("</p>", f"</p><p>{extra}</p>"))
    known = frozenset(concept.id for concept in termbase)
    for concept in grouped(termbase):
        try:
            lines += _entry(concept, names, style, known)
        except InputError as error:
            raise InputError(f"the concept {concept.id!r}: {error}") from error
    return "".join((*lines, tail)).encode()


def _category(kind: str, name: str, value: str, style: str, target: str = "") -> str:
    """One data category: ``<descrip type="definition">`` in DCA, ``<basic:definition>`` in DCT."""
    aim = f' target="{attribute(target)}"' if target else ""
    if style == DCT:
        tag = f"{'min' if name in _MIN else 'basic'}:{name}"
        return f"<{tag}{aim}>{escaped(value)}</{tag}>"
    return f'<{kind} type="{name}"{aim}>{escaped(value)}</{kind}>'


def _entry(concept: Concept, names: Names, style: str, known: frozenset[str]) -> Iterator[str]:
    rest: Data = {key: getattr(concept, key) for key in ("gloss", "broader")}
    rest = {key: value for key, value in rest.items() if value}
    yield f'<{names.entry} id="c-{attribute(concept.id)}">\n'
    if concept.subject:
        yield _category("descrip", "subjectField", concept.subject, style) + "\n"
    if concept.definition:
        definition = _category("descrip", "definition", concept.definition, style)
        yield f"<descripGrp>{definition}</descripGrp>\n"
    yield from (f"{_category('admin', 'source', each, style)}\n" for each in concept.sources)
    if known.issuperset(concept.related):
        for id_ in concept.related:
            yield f"{_category('ref', 'crossReference', id_, style, f'c-{id_}')}\n"
    else:
        rest["related"] = list(concept.related)
    yield from _notes(concept.note, rest, dict(concept.extra))
    lang = ""
    for term in concept.terms:
        if term.lang != lang:
            yield f"</{names.lang}>\n" if lang else ""
            yield f'<{names.lang} xml:lang="{attribute(term.lang)}">\n'
            lang = term.lang
        yield from _term(term, names, style)
    yield f"</{names.lang}>\n" if lang else ""
    yield f"</{names.entry}>\n"


def _term(term: Term, names: Names, style: str) -> Iterator[str]:
    rest: Data = {}
    yield f"<{names.term}><term>{escaped(term.text)}</term>"
    if term.status is not Status.PROPOSED:
        yield _category("termNote", "administrativeStatus", ADMINISTRATIVE[term.status], style)
    if term.part_of_speech in _SPEECH:
        yield _category("termNote", "partOfSpeech", term.part_of_speech, style)
    elif term.part_of_speech:
        rest["part_of_speech"] = term.part_of_speech
    if term.geographical_usage:
        yield _category("termNote", "geographicalUsage", term.geographical_usage, style)
    if term.register:
        rest["register"] = term.register
    if term.source:
        yield _category("admin", "source", term.source, style)
    if term.decided_by or term.decided_at:
        yield f"<transacGrp>{_category('transac', 'transactionType', 'modification', style)}"
        if term.decided_by:
            yield _category("transacNote", "responsibility", term.decided_by, style)
        day = _date(term.decided_at)
        yield f"<date>{day}</date>" if day else ""
        if day != term.decided_at:
            rest["decided_at"] = term.decided_at
        yield "</transacGrp>"
    for name in ("forms", "blocked_by"):
        if values := getattr(term, name):
            rest[name] = list(values)
    if term.reason:
        rest["reason"] = term.reason
    yield from _notes(term.note, rest, dict(term.extra))
    yield f"</{names.term}>\n"


def _date(at: str) -> str:
    """The day of a time, or empty where it begins with none."""
    found = _DATE.match(at)
    try:
        return date.fromisoformat(found[0]).isoformat() if found else ""
    except ValueError:
        return ""


def _notes(note: str, rest: Data, extra: Data) -> Iterator[str]:
    if note.startswith(_OURS):
        rest = {"note": note, **rest}
    elif note:
        yield f"<note>{escaped(note)}</note>\n"
    if rest or extra:
        yield f"<note>{escaped(_OURS + _JSON.encode({**rest, **extra}))}</note>\n"


def read(data: bytes, name: str, _lang: str) -> Termbase:
    """Concepts of a TBX file of either version and style.

    Raises:
        InputError: the file is no TBX.
    """
    root = parsed(data, name)
    if local(root) not in ("tbx", "martif"):
        raise InputError(
            f"{name}:1: the root is <{local(root)}>; give a file with <tbx> or <martif>"
        )
    top: Data = {}
    for paragraph in root.iter("{*}p"):
        top.update(_json(text_of(paragraph)) or {})
    concepts = [
        _concept(entry, n) for n, entry in enumerate(root.iter("{*}conceptEntry", "{*}termEntry"))
    ]
    reader = Reader()
    termbase = reader.termbase({**top, "concepts": concepts})
    if reader.problems:
        raise InputError(f"{name}: {reader.problems[0].message}")
    return termbase


def _json(text: str) -> Data | None:
    """The fields of a note of ours, or None where it is somebody's note."""
    if not text.startswith(_OURS):
        return None
    try:
        found = json.loads(text[len(_OURS) :])
    except (ValueError, RecursionError):  # the first of a number of thousands of digits too
        return None
    return found if isinstance(found, dict) else None


def _category_of(element: Element) -> str:
    kind = element.get("type")
    return kind if isinstance(kind, str) and kind else local(element)


def _flat(element: Element) -> Iterator[Element]:
    """The categories of a level, those in groups too."""
    for child in element:
        if local(child) in ("descripGrp", "adminGrp", "termNoteGrp", "termGrp"):
            yield from child
        else:
            yield child


def _concept(entry: Element, n: int) -> Data:
    data: Data = {}
    rest: Data = {}
    notes: list[str] = []
    terms: dict[str, list[Data]] = {}
    take: dict[str, Callable[[str], object]] = {
        "subjectField": lambda text: data.setdefault("subject", text),
        "definition": lambda text: data.setdefault("definition", text),
        "source": lambda text: data.setdefault("sources", []).append(text),
        "crossReference": lambda text: data.setdefault("related", []).append(text),
    }
    for child in _flat(entry):
        name = local(child)
        if name in ("langSec", "langSet"):
            found = terms.setdefault(language(child) or "und", [])
            for category in _flat(child):
                if _category_of(category) == "definition":
                    data.setdefault("definition", text_of(category))
            found += [_term_data(each) for each in below(child, "termSec", "tig", "ntig")]
        elif name == "note":
            fields = _json(text_of(child))
            notes += [text_of(child)] if fields is None else []
            rest.update(fields or {})
        elif handle := take.get(_category_of(child)):
            text = text_of(child)
            target = child.get("target") or ""
            crossing = _category_of(child) == "crossReference" and target
            handle(target.removeprefix("c-") if crossing else text)
    if notes:
        data["note"] = "\n".join(notes)
    data.update(rest)
    id_ = entry.get("id") or f"c-{n + 1}"
    return {"id": id_.removeprefix("c-"), **data, "terms": terms}


_TAKEN = {
    "partOfSpeech": "part_of_speech",
    "geographicalUsage": "geographical_usage",
    "source": "source",
}
"""Fields of a term, by the category that holds them as they are."""


def _term_data(section: Element) -> Data:
    data: Data = {"text": ""}
    rest: Data = {}
    notes: list[str] = []
    if local(section) == "ntig":
        section = next(below(section, "termGrp"), section)
    for child in _flat(section):
        name, category = local(child), _category_of(child)
        text = text_of(child)
        if name == "term":
            data["text"] = text
        elif name == "transacGrp":
            data |= _decided(child)
        elif name == "note":
            fields = _json(text)
            notes += [text] if fields is None else []
            rest.update(fields or {})
        elif category == "administrativeStatus":
            data["status"] = STATUS_OF.get(text.strip(), Status.PROPOSED).value
        elif category in _TAKEN:
            data[_TAKEN[category]] = text
    if notes:
        data["note"] = "\n".join(notes)
    return {**data, **rest}


def _decided(group: Element) -> Data:
    """Who gave a status, and when."""
    data: Data = {}
    for part in group:
        if _category_of(part) == "responsibility":
            data["decided_by"] = text_of(part)
        elif local(part) == "date":
            data["decided_at"] = text_of(part).strip()
    return data


def keep(termbase: Termbase, _lang: str, _profile: str) -> Termbase:
    return grouped(termbase)


KEEPS = Keeps(
    also=(
        "Nothing is lost between two copies of thuatngu. Other programs see status, part of "
        "speech, geographical usage, source, definition, subject field, notes and cross "
        "references; they keep look-up forms, reasons and unknown fields as a note that begins "
        "with `thuatngu:`.",
    )
)
CODECS = {
    "tbx": Codec(write_3, read, keep, KEEPS),
    "tbx2": Codec(write_2, read, keep, KEEPS),
}
