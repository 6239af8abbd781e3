"""Pairs of source and target out of PO, TMX, XLIFF and TSV files, each character with its place.

The readers are our own since a finding must point into the file: the usual
parsers give a line at most. They read what stands there and validate no more
than that needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from glossary.errors import InputError
from glossary.languages import detect
from glossary.located import Located, Run


@dataclass(frozen=True)
class Pair:
    """A segment and its translation."""

    source: Located
    target: Located
    source_lang: str
    target_lang: str
    id: str = ""
    """What the file calls it: a PO context, a unit id; empty where it has no name."""


def reader(path: PurePath | str) -> Callable[[str, str], Iterator[Pair]] | None:
    """The reader for a file by the end of its name, or None where it holds no pairs.

    A reader takes the text of the file and its name for messages.
    """
    return _READERS.get(PurePath(path).suffix.lower())


def read(text: str, name: str, *, source_lang: str = "", target_lang: str = "") -> list[Pair]:
    """Pairs of a file; languages that it does not name are given or told from the text.

    Raises:
        InputError: the file is malformed, of a kind that holds no pairs, or without any. An
            entry that is not translated yet is a pair whose target is empty.
    """
    reading = reader(name)
    if reading is None:
        kinds = ", ".join(sorted(_READERS))
        raise InputError(f"{name}: not a file of pairs; give one of {kinds}")
    pairs = list(reading(text, name))
    if not pairs:
        raise InputError(
            f"{name}: has no pair of a text and its translation; see that it is the translated file"
        )
    return [
        replace(
            pair,
            source_lang=source_lang or pair.source_lang or _told(pairs, "source"),
            target_lang=target_lang or pair.target_lang or _told(pairs, "target"),
        )
        for pair in pairs
    ]


def into(text: str, name: str, lang: str = "") -> tuple[str, list[Pair]]:
    """The pairs of a file whose translation is in one language, and that language.

    Args:
        text: of the file.
        name: of the file, for its kind and for messages.
        lang: primary language of the translation; where it is empty, the one that the file
            names or that its targets are told to be in.

    Raises:
        InputError: as `read`; or the file names only other languages, its language cannot be
            told, or `lang` is empty and it holds several.
    """
    pairs = read(text, name)
    langs = sorted({pair.target_lang for pair in pairs} - {""})
    if not lang:
        if not langs:
            raise InputError(f"{name}: its language cannot be told; name it with --lang")
        if len(langs) > 1:
            raise InputError(
                f"{name}: holds translations into {', '.join(langs)}; name one with --lang"
            )
        lang = langs[0]
    if lang in langs:
        return lang, [pair for pair in pairs if pair.target_lang == lang]
    reading = reader(name)
    if reading is not None and (named := {p.target_lang for p in reading(text, name)} - {""}):
        raise InputError(
            f"{name}: holds translations into {', '.join(sorted(named))}, not {lang}; "
            "name another with --lang"
        )
    return lang, [replace(pair, target_lang=lang) for pair in pairs]


def _told(pairs: list[Pair], side: str) -> str:
    texts = (pair.source.text if side == "source" else pair.target.text for pair in pairs[:200])
    return detect("\n".join(texts)) or ""


def language(tag: str) -> str:
    """The primary language of a BCP 47 tag: ``vi`` of ``vi-VN`` or ``VI_vn``."""
    return re.split(r"[-_]", tag.strip().lower())[0]


_PO_LINE = re.compile(
    r"[ \t]*(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*)?"
    r'"(?P<text>.*)"[ \t\r]*$'
)
_PO_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)")
_PO_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class _Entry:
    """A PO entry while its lines are read."""

    def __init__(self) -> None:
        self.flags: set[str] = set()
        self.fields: dict[str, list[Run]] = {}

    def located(self, field: str) -> Located:
        return Located.of(self.fields.get(field, ()))


def _po(text: str, name: str) -> Iterator[Pair]:
    source_lang = target_lang = ""
    for entry in _po_entries(text, name):
        source = entry.located("msgid")
        if not source.text and "msgctxt" not in entry.fields:
            header = entry.located("msgstr").text
            source_lang = _po_header(header, "X-Source-Language") or source_lang
            target_lang = _po_header(header, "Language") or target_lang
            continue
        # A fuzzy entry is no translation yet, a forbidden one lists what not to write.
        if entry.flags & {"fuzzy", "forbidden"}:
            continue
        context = entry.located("msgctxt").text
        for field in entry.fields:
            if field.startswith("msgstr"):
                plural = field not in ("msgstr", "msgstr[0]") and "msgid_plural" in entry.fields
                yield Pair(
                    entry.located("msgid_plural") if plural else source,
                    entry.located(field),
                    source_lang,
                    target_lang,
                    context,
                )


def _po_header(header: str, field: str) -> str:
    match = re.search(rf"^{field}:[ \t]*(\S+)", header, re.MULTILINE)
    return language(match[1]) if match else ""


def _po_entries(text: str, name: str) -> Iterator[_Entry]:
    entry, field = _Entry(), ""
    offset = 1 if text.startswith("\ufeff") else 0
    for number, line in enumerate(text[offset:].split("\n"), 1):
        start, offset = offset, offset + len(line) + 1
        stripped = line.strip()
        if stripped.startswith("#"):
            if "msgstr" in entry.fields or "msgstr[0]" in entry.fields:
                yield entry
                entry, field = _Entry(), ""
            if stripped.startswith(("#,", "#=")):  # the second is of the coming gettext
                entry.flags.update(flag.strip() for flag in stripped[2:].split(","))
            continue
        if not stripped:
            continue
        match = _PO_LINE.match(line)
        if match is None:
            raise InputError(
                f"{name}:{number}: neither a keyword with a quoted string nor a comment; "
                "check it with msgfmt"
            )
        if match["keyword"]:
            keyword = match["keyword"]
            if keyword in ("msgctxt", "msgid") and any(
                known.startswith("msgstr") for known in entry.fields
            ):
                yield entry
                entry = _Entry()
            if keyword in entry.fields:
                raise InputError(f"{name}:{number}: a second {keyword} in one entry; remove one")
            entry.fields[keyword] = []
            field = keyword
        elif not field:
            raise InputError(f"{name}:{number}: a string before any keyword; put msgid before it")
        entry.fields[field].extend(_unescaped(match["text"], start + match.start("text")))
    if any(known.startswith("msgstr") for known in entry.fields):
        yield entry


def _unescaped(text: str, start: int) -> Iterator[Run]:
    done = 0
    for match in _PO_ESCAPE.finditer(text):
        yield Run(text[done : match.start()], start + done, start + match.start())
        body = match[0][1:]
        if body[0] == "x" and len(body) > 1:
            char = chr(int(body[1:], 16))
        elif body[0] in "01234567":
            char = chr(int(body, 8))
        else:
            char = _PO_ESCAPES.get(body, body)
        yield Run(char, start + match.start(), start + match.end())
        done = match.end()
    yield Run(text[done:], start + done, start + len(text))


_CELL_TAG = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]+)*")


def _tsv(text: str, name: str) -> Iterator[Pair]:
    offset, tags = 0, ("", "")
    for number, line in enumerate(text.split("\n"), 1):
        start, offset = offset, offset + len(line) + 1
        row = line.removesuffix("\r")
        if number == 1 and row.startswith("\ufeff"):
            row, start = row[1:], start + 1
        if not row.strip():
            continue
        cells = row.split("\t")
        if len(cells) < 2:
            raise InputError(f"{name}:{number}: no tab; give source and target on each line")
        if number == 1 and all(_CELL_TAG.fullmatch(cell.strip()) for cell in cells[:2]):
            tags = (language(cells[0]), language(cells[1]))
            continue
        middle = start + len(cells[0]) + 1
        yield Pair(_cell(cells[0], start), _cell(cells[1], middle), *tags)


def _cell(cell: str, start: int) -> Located:
    """A cell, out of the quotes that spreadsheets put around it."""
    if not (len(cell) >= 2 and cell[0] == cell[-1] == '"'):
        return Located.whole(cell, start)
    runs, at = [], start + 1
    for part in re.split('("")', cell[1:-1]):
        runs.append(Run('"' if part == '""' else part, at, at + len(part)))
        at += len(part)
    return Located.of(runs)


_NATIVE = frozenset({"ph", "it", "bpt", "ept", "ut", "x", "bx", "ex"})
"""Inline elements whose content is code of the original format, not text."""
_ASIDE = frozenset(
    {"alt-trans", "note", "notes", "originalData", "glossary", "matches", "metadata"}
)


class _Markup:
    """One XML file while expat walks through it."""

    def __init__(self, text: str, name: str) -> None:
        from xml.parsers import expat  # most checks read no XML

        self.name = name
        self.failure = expat.ExpatError
        self.data = text.encode("utf-8")
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.EntityDeclHandler = self.entity
        self.parser.SkippedEntityHandler = self.skipped
        self.pairs: list[Pair] = []
        self.byte = self.point = 0
        self.aside = self.native = 0
        self.runs: list[Run] | None = None
        self.side = ""
        self.langs = {"source": "", "target": ""}
        self.unit = ""
        self.texts: list[tuple[str, str, Located]] = []
        """Side, language and text of what the unit holds."""

    def parse(self) -> list[Pair]:
        try:
            self.parser.Parse(self.data, True)
        except self.failure as error:
            reason = str(error).split(":")[0]
            raise InputError(
                f"{self.name}:{error.lineno}: not well-formed XML ({reason}); mend the markup"
            ) from error
        return self.pairs

    def entity(self, entity: str, *_: object) -> None:
        raise InputError(
            f"{self.name}:{self.parser.CurrentLineNumber}: declares the entity {entity!r}; "
            "write the characters themselves"
        )

    def skipped(self, entity: str, _: bool) -> None:
        raise InputError(
            f"{self.name}:{self.parser.CurrentLineNumber}: unknown entity {entity!r}; "
            "write the character itself"
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = tag.rpartition(" ")[2]
        lang = attributes.get("http://www.w3.org/XML/1998/namespace lang") or attributes.get("lang")
        if self.aside or element in _ASIDE:
            self.aside += 1
        elif element in ("xliff", "file", "body", "header", "tmx"):
            for side, names in (
                ("source", ("source-language", "srcLang", "srclang")),
                ("target", ("target-language", "trgLang")),
            ):
                for key in names:
                    if attributes.get(key, "*all*") != "*all*":
                        self.langs[side] = language(attributes[key])
        elif element in ("trans-unit", "unit", "tu"):
            self.unit = attributes.get("id") or attributes.get("tuid", "")
            self.texts = []
        elif element == "tuv":
            self.side = language(lang or "")
        elif element in ("source", "target", "seg"):
            self.runs = []
        elif self.runs is not None and (self.native or element in _NATIVE):
            self.native += 1

    def end(self, tag: str) -> None:
        element = tag.rpartition(" ")[2]
        if self.aside:
            self.aside -= 1
        elif self.native:
            self.native -= 1
        elif element in ("source", "target") and self.runs is not None:
            self.texts.append((element, self.langs[element], Located.of(self.runs)))
            self.runs = None
        elif element == "seg" and self.runs is not None:
            self.texts.append(("", self.side, Located.of(self.runs)))
            self.runs = None
        elif element in ("segment", "trans-unit"):
            self._sides()
        elif element == "tu":
            self._languages()

    def _sides(self) -> None:
        found = {side: (lang, text) for side, lang, text in self.texts}
        if "source" in found and "target" in found:
            (source_lang, source), (target_lang, target) = found["source"], found["target"]
            self.pairs.append(Pair(source, target, source_lang, target_lang, self.unit))
        self.texts = []

    def _languages(self) -> None:
        """One pair for each language of a translation unit beside the source's."""
        own = self.langs["source"] or "vi"
        index = next((i for i, (_, lang, _t) in enumerate(self.texts) if lang == own), 0)
        if self.texts:
            _, source_lang, source = self.texts[index]
            self.pairs.extend(
                Pair(source, target, source_lang, lang, self.unit)
                for at, (_, lang, target) in enumerate(self.texts)
                if at != index
            )
        self.texts = []

    def characters(self, text: str) -> None:
        if self.runs is None or self.aside or self.native:
            return
        at = self.parser.CurrentByteIndex
        encoded = text.encode("utf-8")
        size = len(encoded)
        if self.data[at : at + size] != encoded:
            # An entity, or a carriage return and line feed that XML reads as one line end.
            size = (
                self.data.index(b";", at) + 1 - at
                if self.data[at : at + 1] == b"&"
                else 2
                if self.data[at : at + 2] == b"\r\n"
                else 1
            )
        self.point += len(self.data[self.byte : at].decode("utf-8"))
        start = self.point
        self.point += len(self.data[at : at + size].decode("utf-8"))
        self.byte = at + size
        self.runs.append(Run(text, start, self.point))


def _xml(text: str, name: str) -> Iterator[Pair]:
    return iter(_Markup(text, name).parse())


_READERS: dict[str, Callable[[str, str], Iterator[Pair]]] = {
    ".po": _po,
    ".pot": _po,
    ".tmx": _xml,
    ".tsv": _tsv,
    ".xlf": _xml,
    ".xliff": _xml,
}
