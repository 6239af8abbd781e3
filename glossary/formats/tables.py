"""CSV and TSV: for people's spreadsheets, and the glossaries of machine translation and OmegaT."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from glossary import record
from glossary.errors import InputError
from glossary.formats.loss import CONCEPT_FIELDS, TERM_FIELDS, Codec, Keeps, kept, one_line
from glossary.model import SOURCE_LANG, Concept, Status, Term, Termbase
from glossary.record import Data, Reader
from glossary.termfile import decoded

COLUMNS = {
    "id": "concept",
    "subject": "subject",
    "gloss": "gloss",
    "definition": "definition",
    "note": "concept note",
    "broader": "broader",
    "related": "related",
    "sources": "sources",
}
"""Fields of a concept and their columns."""
TERM_COLUMNS = {
    "lang": "language",
    "text": "term",
    "status": "status",
    "forms": "forms",
    "blocked_by": "blocked by",
    "part_of_speech": "part of speech",
    "geographical_usage": "geographical usage",
    "register": "register",
    "note": "note",
    "reason": "reason",
    "source": "source",
    "decided_by": "decided by",
    "decided_at": "decided at",
}
_LISTS = frozenset({"related", "sources", "forms", "blocked_by"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula, and the mark that stops it."""
_SPLIT = re.compile(r"(?<!\\)((?:\\\\)*) \| ")
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.IGNORECASE)

KEEPS = Keeps(
    concept=CONCEPT_FIELDS - {"extra"},
    term=TERM_FIELDS - {"extra"},
    top=False,
    also=(
        "A cell that a spreadsheet could take for a formula begins with an apostrophe, which is "
        "taken off again.",
    ),
)


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _joined(values: Sequence[str]) -> str:
    return " | ".join(each.replace("\\", "\\\\").replace("|", "\\|") for each in values)


def _split(cell: str) -> list[str]:
    found, rest = [], cell
    while match := _SPLIT.search(rest):
        found.append(rest[: match.end(1)])
        rest = rest[match.end() :]
    return [re.sub(r"\\(.)", r"\1", each, flags=re.DOTALL) for each in (*found, rest)]


def _writer(separator: str) -> Callable[[Termbase, str, str], bytes]:
    def write(termbase: Termbase, _lang: str, _profile: str) -> bytes:
        head = [*COLUMNS.values(), *TERM_COLUMNS.values()]
        return _table([head, *_rows(record.grouped(termbase))], separator, bom=True)

    return write


def _table(rows: Iterable[Sequence[str]], separator: str, *, bom: bool = False) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n" if bom else "\n")
    writer.writerows(rows)
    # Without the mark a common spreadsheet program reads UTF-8 as Latin text.
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def _rows(termbase: Termbase) -> Iterator[list[str]]:
    for concept in termbase:
        named = [
            safe(_joined(value) if name in _LISTS else value)
            for name in COLUMNS
            for value in (getattr(concept, name),)
        ]
        for term in concept.terms or (None,):
            cells = [""] * len(TERM_COLUMNS)
            if term:
                cells = [
                    safe(_joined(value) if name in _LISTS else str(value))
                    for name in TERM_COLUMNS
                    for value in (getattr(term, name),)
                ]
            yield [*named, *cells]
            named = [named[0], *[""] * (len(named) - 1)]


def _reader(separator: str) -> Callable[[bytes, str, str], Termbase]:
    def read(data: bytes, name: str, _lang: str) -> Termbase:
        rows = _read_rows(decoded(data, name), name, separator)
        head = [cell.strip().lower() for cell in next(rows, [])]
        if "term" in head and "language" in head:
            return _from_terms(head, rows, name)
        if SOURCE_LANG in head:
            return _from_languages(head, rows)
        raise InputError(
            f"{name}:1: has neither the columns 'language' and 'term' nor one named "
            f"{SOURCE_LANG!r}; name the columns in the first row"
        )

    return read


def _read_rows(text: str, name: str, separator: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    if separator == "," and first.count(";") > first.count(","):
        separator = ";"  # as spreadsheets write CSV where the comma is the decimal mark
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        what = str(error)
        if "expected after" in what:
            what = "text follows the closing quote of a cell"
        elif "end of data" in what:
            what = "the quote of a cell is never closed"
        raise InputError(f"{name}:{reader.line_num}: {what}; mend the row there") from error


def _cell(text: str) -> str:
    return text[1:] if text.startswith("'") else text


def _from_terms(head: Sequence[str], rows: Iterator[list[str]], name: str) -> Termbase:
    def fields(names: dict[str, str]) -> list[tuple[str, int]]:
        return [(key, head.index(title)) for key, title in names.items() if title in head]

    of_concept, of_term = fields(COLUMNS), fields(TERM_COLUMNS)
    concepts: dict[str, Data] = {}
    for n, row in enumerate(rows, 2):
        if not any(row):
            continue
        cells = [*map(_cell, row), *[""] * (len(head) - len(row))]

        def values(places: list[tuple[str, int]], cells: list[str] = cells) -> Data:
            return {
                key: _split(cells[at]) if key in _LISTS else cells[at]
                for key, at in places
                if cells[at]
            }

        data = values(of_concept)
        concept = concepts.setdefault(data.get("id") or f"\n{n}", {"terms": {}})
        for key, value in data.items():
            if concept.setdefault(key, value) != value:
                raise InputError(
                    f"{name}:{n}: the {COLUMNS[key]} of {data.get('id', '')!r} is another than "
                    "above; write it in one row"
                )
        term = values(of_term)
        if "text" in term:
            concept["terms"].setdefault(term.pop("lang", ""), []).append(term)
    return _termbase(concepts, name)


def _termbase(concepts: dict[str, Data], name: str) -> Termbase:
    reader = Reader()
    listed = [{**data, "id": data.get("id") or f"?{n}"} for n, data in enumerate(concepts.values())]
    termbase = reader.termbase({"concepts": listed})
    if reader.problems:
        raise InputError(f"{name}: {reader.problems[0].message}")
    nameless = {f"?{n}" for n in range(len(listed))}
    return replace(
        termbase,
        concepts=tuple(replace(c, id="") if c.id in nameless else c for c in termbase.concepts),
    )


def _from_languages(
    head: Sequence[str], rows: Iterable[Sequence[str]], cell: Callable[[str], str] = _cell
) -> Termbase:
    """A table with a column a language, as people make them."""
    concepts = []
    for row in rows:
        cells = dict(zip(head, map(cell, row), strict=False))
        terms = tuple(
            Term(lang, text.strip())
            for lang, text in cells.items()
            if _TAG.fullmatch(lang) and lang not in COLUMNS and text.strip()
        )
        if terms:
            concepts.append(Concept(cells.get("concept", ""), terms, gloss=cells.get("gloss", "")))
    return Termbase(tuple(concepts))


PREFERRED_ONLY = Keeps(
    concept=frozenset(),
    term=frozenset(),
    statuses=dict.fromkeys(Status) | {Status.PREFERRED: Status.PROPOSED},
    top=False,
    pair=True,
    ids=False,
    text=one_line,
    also=(
        "Only preferred terms go out, each for every Vietnamese term of its concept that may be "
        "used; when read they are proposed, since the format has no status.",
        "Of two concepts with one Vietnamese term the first is written.",
    ),
)
SETS = replace(PREFERRED_ONLY, pair=False)


def pairs(termbase: Termbase, langs: Sequence[str]) -> Termbase:
    """One concept for each Vietnamese term and the preferred terms of these languages."""
    rows: dict[str, Concept] = {}
    for concept in termbase:
        targets = [
            Term(lang, text)
            for lang in langs
            if lang != SOURCE_LANG
            and (term := concept.preferred(lang))
            and (text := one_line(term.text))
        ]
        for source in concept.in_lang(SOURCE_LANG):
            text = one_line(source.text)
            if targets and text and source.status.usable:
                rows.setdefault(text, Concept("", (Term(SOURCE_LANG, text), *targets)))
    return Termbase(tuple(rows.values()))


def keep_pair(termbase: Termbase, lang: str, _profile: str) -> Termbase:
    return pairs(termbase, [lang])


def keep_sets(termbase: Termbase, _lang: str, _profile: str) -> Termbase:
    return pairs(termbase, termbase.langs)


def _cells(termbase: Termbase, langs: Sequence[str]) -> Iterator[list[str]]:
    for concept in termbase:
        yield [
            next((term.text for term in concept.in_lang(lang)), "")
            for lang in (SOURCE_LANG, *langs)
        ]


def _raw_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows between tabs; no quotes, since DeepL and OmegaT know none."""
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def write_deepl(termbase: Termbase, lang: str, profile: str) -> bytes:
    return _raw_lines(_cells(keep_pair(termbase, lang, profile), [lang]))


def write_omegat(termbase: Termbase, lang: str, profile: str) -> bytes:
    glosses = {
        one_line(term.text): one_line(concept.gloss)
        for concept in reversed(termbase.concepts)
        for term in concept.in_lang(SOURCE_LANG)
    }
    rows = _cells(keep_pair(termbase, lang, profile), [lang])
    return _raw_lines([*row, glosses.get(row[0], "")] for row in rows)


def write_google(termbase: Termbase, lang: str, profile: str) -> bytes:
    return _table(_cells(keep_pair(termbase, lang, profile), [lang]), ",")


def write_aws(termbase: Termbase, lang: str, profile: str) -> bytes:
    rows = _cells(keep_pair(termbase, lang, profile), [lang])
    return _table([[SOURCE_LANG, lang], *rows], ",")


def write_google_sets(termbase: Termbase, lang: str, profile: str) -> bytes:
    found = keep_sets(termbase, lang, profile)
    langs = [each for each in found.langs if each != SOURCE_LANG]
    return _table([[SOURCE_LANG, *langs], *_cells(found, langs)], ",")


def read_headed(data: bytes, name: str, _lang: str) -> Termbase:
    """A table whose first row has the languages."""
    rows = _read_rows(decoded(data, name), name, ",")
    head = next(rows, [])
    if SOURCE_LANG not in head or not all(_TAG.fullmatch(lang) for lang in head):
        raise InputError(f"{name}:1: the first row has no languages; begin with '{SOURCE_LANG},th'")
    return _from_languages(head, _whole(rows, len(head), name), str)


def _whole(rows: Iterable[list[str]], columns: int, name: str) -> Iterator[list[str]]:
    """Rows that have every column; a shorter one is where a file was cut off."""
    for n, row in enumerate(rows, 2):
        if any(row) and len(row) != columns:
            raise InputError(f"{name}:{n}: has {len(row)} columns of {columns}; mend the row there")
        yield row


def _read_pairs(separator: str, *, quotes: bool) -> Callable[[bytes, str, str], Termbase]:
    def read(data: bytes, name: str, lang: str) -> Termbase:
        if not lang:
            raise InputError(f"{name}: does not say its language; give it, as in --lang th")
        text = decoded(data, name)
        rows = (
            _read_rows(text, name, separator)
            if quotes
            else (line.rstrip("\r").split(separator) for line in text.split("\n"))
        )
        concepts = []
        for n, row in enumerate(rows, 1):
            if len(row) < 2 and any(row):
                raise InputError(f"{name}:{n}: has one column; write a source and a target")
            if len(row) > 1 and row[0].strip() and row[1].strip():
                terms = (Term(SOURCE_LANG, row[0].strip()), Term(lang, row[1].strip()))
                concepts.append(Concept("", terms))
        return Termbase(tuple(concepts))

    return read


def keep(termbase: Termbase, _lang: str, _profile: str) -> Termbase:
    return kept(termbase, KEEPS)


CODECS = {
    "csv": Codec(_writer(","), _reader(","), keep, KEEPS),
    "tsv": Codec(_writer("\t"), _reader("\t"), keep, KEEPS),
    "deepl": Codec(write_deepl, _read_pairs("\t", quotes=False), keep_pair, PREFERRED_ONLY),
    "omegat": Codec(write_omegat, _read_pairs("\t", quotes=False), keep_pair, PREFERRED_ONLY),
    "google": Codec(write_google, _read_pairs(",", quotes=True), keep_pair, PREFERRED_ONLY),
    "google-sets": Codec(write_google_sets, read_headed, keep_sets, SETS),
    "aws": Codec(write_aws, read_headed, keep_pair, PREFERRED_ONLY),
}
