"""Writing a termbase in a format that other tools read, and reading it back.

`FORMATS` has them by name. Each says what it keeps, and `kept` is that as a
termbase: reading what was exported gives it, no more and no less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from itertools import chain
from operator import attrgetter
from pathlib import PurePath

from glossary.collecting import paused
from glossary.errors import InputError
from glossary.formats.loss import Codec
from glossary.model import SOURCE_LANG, Concept, Term, Termbase
from glossary.record import CONCEPT_TEXTS, TERM_TEXTS
from glossary.termfile import CONTROL

_ID = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Format:
    """One way of writing a termbase."""

    name: str
    suffix: str
    title: str
    module: str
    """Imported when it is first used: lxml and polib cost more than a check has time for."""
    per_lang: bool = False
    """Whether a file holds one target language."""
    profiles: tuple[str, ...] = ("",)
    """Ways of writing it, the usual one first."""

    def codec(self) -> Codec:
        """What writes and reads it."""
        found = import_module(f"glossary.formats.{self.module}").CODECS[self.name]
        assert isinstance(found, Codec)
        return found


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("yaml", ".yaml", "YAML, our own", "native"),
        Format("json", ".json", "JSON, the same shape", "native"),
        Format("po", ".po", "PO (gettext)", "po", per_lang=True, profiles=("plain", "weblate")),
        Format("tbx", ".tbx", "TBX 3 (ISO 30042, TBX-Basic)", "tbx", profiles=("dca", "dct")),
        Format("tbx2", ".tbx", "TBX 2", "tbx"),
        Format("csv", ".csv", "CSV for spreadsheets, a row a term", "tables"),
        Format("tsv", ".tsv", "TSV for spreadsheets, a row a term", "tables"),
        Format("deepl", ".tsv", "DeepL glossary (TSV)", "tables", per_lang=True),
        Format("google", ".csv", "Google glossary, a pair (CSV)", "tables", per_lang=True),
        Format("google-sets", ".csv", "Google equivalent term sets (CSV)", "tables"),
        Format("aws", ".csv", "AWS custom terminology (CSV)", "tables", per_lang=True),
        Format("omegat", ".txt", "OmegaT glossary (TSV)", "tables", per_lang=True),
        Format("skos", ".ttl", "SKOS (RDF, Turtle)", "skos"),
    )
}


def export(
    termbase: Termbase,
    format: str,  # noqa: A002 - what the command line calls it
    lang: str = "",
    profile: str = "",
) -> bytes:
    """A termbase in a format; the same termbase gives the same bytes.

    Args:
        termbase: all of it.
        format: a key of `FORMATS`.
        lang: target language, for a format that has one a file.
        profile: one of the format's `profiles`; the first where empty.

    Raises:
        InputError: there is no such format or profile, the language is missing, or the
            termbase can't be written: two concepts have one id, a text can't be encoded, or
            one holds a control character. YAML and JSON alone have escapes for those, and no
            file goes out that could not be read again.
    """
    chosen, profile = _chosen(format, profile)
    if chosen.per_lang and not lang:
        raise InputError(f"{format} holds one target language a file; give it, as in --lang th")
    if chosen.per_lang and lang == SOURCE_LANG:
        raise InputError(f"{format} goes from '{lang}' to another language; give that, as th")
    seen: set[str] = set()
    for concept in termbase:
        if not concept.id or concept.id in seen:
            raise InputError(
                f"two concepts have the id {concept.id!r}, or one has none; "
                "'thuatngu validate' shows where"
            )
        if not _ID.fullmatch(concept.id):
            raise InputError(
                f"the id {concept.id!r} can't be written; 'thuatngu validate' shows where"
            )
        seen.add(concept.id)
        if chosen.module != "native":
            _require_no_control(concept, format)
    try:
        with paused():
            return chosen.codec().write(termbase, lang, profile)
    except UnicodeEncodeError as error:
        raise InputError(
            f"{error.object[error.start : error.end]!r} can't be written in {format}; "
            "take it out of the termbase"
        ) from error
    except ValueError as error:  # of `json`, in which unknown fields are written
        raise InputError(
            f"an unknown field of {_infinite(termbase)} is no finite number, and can't be "
            f"written in {format}; quote it"
        ) from error


def _infinite(termbase: Termbase) -> str:
    """What has an unknown field that JSON can't say: YAML alone has ``.inf`` and ``.nan``."""
    for concept in termbase:
        for extra in (concept.extra, *(term.extra for term in concept.terms)):
            try:
                json.dumps(dict(extra), allow_nan=False)
            except ValueError:
                return repr(concept.id)
    return "the termbase"


def _require_no_control(concept: Concept, format: str) -> None:  # noqa: A002
    if not CONTROL.search("".join(chain.from_iterable(_texts(concept)))):
        return
    holders: tuple[Concept | Term, ...] = (concept, *concept.terms)
    for each in holders:
        for field in fields(each):
            value = getattr(each, field.name)
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str) and (bad := CONTROL.search(text)):
                    raise InputError(
                        f"the {field.name.replace('_', ' ')} {text!r} of {concept.id!r} holds "
                        f"U+{ord(bad[0]):04X}, which can't be written in {format}; take it out"
                    )


_OF_CONCEPT = attrgetter(*CONCEPT_TEXTS), attrgetter("related", "sources")
_OF_TERM = attrgetter("lang", *TERM_TEXTS), attrgetter("forms", "blocked_by")


def _texts(concept: Concept) -> Iterator[Iterable[str]]:
    """All texts of a concept and its terms, some at a time."""
    texts, lists = _OF_CONCEPT
    yield texts(concept)
    yield from lists(concept)
    texts, lists = _OF_TERM
    for term in concept.terms:
        yield texts(term)
        yield from lists(term)


def kept(
    termbase: Termbase,
    format: str,  # noqa: A002
    lang: str = "",
    profile: str = "",
) -> Termbase:
    """The termbase as it comes back from a format."""
    chosen, profile = _chosen(format, profile)
    return chosen.codec().keep(termbase, lang, profile)


def read(
    data: bytes,
    format: str,  # noqa: A002
    lang: str = "",
    name: str = "",
) -> Termbase:
    """The termbase in a file of a format.

    A concept whose id the format does not carry has an empty one; its Vietnamese
    term tells which it is. `merge.proposals` brings the result into a termbase.

    Args:
        data: content of the file.
        format: a key of `FORMATS`.
        lang: target language, where the file does not say it.
        name: of the file, for messages.

    Raises:
        InputError: the file is not what it should be; the message has the line where known.
    """
    chosen, _ = _chosen(format, "")
    with paused():
        return chosen.codec().read(data, name or f"the {format} file", lang)


def guess(path: PurePath | str) -> str:
    """The format that a file's name tells.

    Raises:
        InputError: it tells none.
    """
    suffix = PurePath(path).suffix.lower()
    suffix = ".yaml" if suffix == ".yml" else suffix
    for each in FORMATS.values():
        if each.suffix == suffix:
            return each.name
    raise InputError(f"{path}: its name tells no format; give one of {', '.join(FORMATS)}")


def _chosen(name: str, profile: str) -> tuple[Format, str]:
    if name not in FORMATS:
        raise InputError(f"{name!r} is no format; give one of {', '.join(FORMATS)}")
    chosen = FORMATS[name]
    profile = profile or chosen.profiles[0]
    if profile not in chosen.profiles:
        known = ", ".join(filter(None, chosen.profiles)) or "none"
        raise InputError(f"{profile!r} is no profile of {name}; it has {known}")
    return chosen, profile
