"""Files to documents: pages, dumps, saved web pages and bitexts.

Whatever can't be used becomes an `Unreadable` with its reason, and reading goes
on. Nothing here interprets a text: it is decoded, its boilerplate is marked, its
language and the address in its source line are found.
"""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from aligner import boilerplate, given, slugs
from aligner.model import Bitext, Document, document_id
from glossary import binary, bitexts
from glossary.errors import InputError
from glossary.languages import detect

LARGEST = 256 * 1024 * 1024
"""Bytes of one page, web page or bitext; a dump may be of any size."""
LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of one entry of a dump."""
NAMED = 20
"""Bad entries of one dump that are named one by one; the rest are counted."""

_SKIPPED = re.compile(r"\.|__|(?:readme|license|changelog)(?:\.|\Z)|gold\Z", re.IGNORECASE)
"""Names in a folder that are passed over: hidden ones, notes, and hand labels."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or an entry of one, that can't be used."""

    path: str
    reason: str
    """What is wrong and how to mend it."""
    line: int = 0
    """Of the entry, from 1; 0 for the whole file."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.reason}"


Item = Document | Bitext | Unreadable


def read(paths: Iterable[Path | str], lang: str | None = None) -> Iterator[Item]:
    """Read files and folders.

    Args:
        paths: in this order; a folder's files come in order of their names.
        lang: of texts that do not state one themselves; None finds it by script and
            diacritics.

    Yields:
        Documents; after the documents of a bitext file the `Bitext` that joins them;
        and an `Unreadable` for what can't be used.
    """
    for path in find(paths):
        if isinstance(path, Unreadable):
            yield path
        else:
            yield from read_file(path, lang)


def find(
    paths: Iterable[Path | str], passed_over: Counter[str] | None = None
) -> Iterator[Path | Unreadable]:
    """The files that `read` would read, each once.

    In a folder, at any depth, files are found by their extension; hidden ones, read-mes
    and ``gold`` folders are passed over. A file that is named itself is always tried.

    Args:
        paths: files and folders.
        passed_over: counts the files that have another extension, by that in lower case with its
            dot; "" is a name without one.
    """
    passed_over = Counter() if passed_over is None else passed_over
    seen: set[tuple[int, int]] = set()
    for path in map(Path, paths):
        try:
            status = path.stat()
        except OSError as error:
            yield _failed(path, error)
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield from _once(path, status, seen)
            continue
        empty = True
        for found in _walk(path, seen, passed_over):
            empty = False
            yield found
        if empty:
            kinds = ", ".join(sorted(_READERS))
            yield Unreadable(_name(path), f"no file to read in this folder (of {kinds})")


def _walk(
    folder: Path, seen: set[tuple[int, int]], passed_over: Counter[str]
) -> Iterator[Path | Unreadable]:
    try:
        status = folder.stat()
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        yield _failed(folder, error)
        return
    if (status.st_dev, status.st_ino) in seen:  # a link back up, or a folder given twice
        return
    seen.add((status.st_dev, status.st_ino))
    for name in names:
        path = folder / name
        if _SKIPPED.match(name):
            continue
        try:
            status = path.stat()
        except OSError as error:
            if path.suffix.lower() in _READERS:
                yield _failed(path, error)
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(path, seen, passed_over)
        elif path.suffix.lower() in _READERS:
            yield from _once(path, status, seen)
        else:
            passed_over[path.suffix.lower()] += 1


def _once(
    path: Path, status: os.stat_result, seen: set[tuple[int, int]]
) -> Iterator[Path | Unreadable]:
    if not stat.S_ISREG(status.st_mode):
        yield Unreadable(_name(path), "is no regular file; copy what it gives to a file")
    elif (status.st_dev, status.st_ino) not in seen:
        seen.add((status.st_dev, status.st_ino))
        yield path


def read_file(path: Path, lang: str | None = None) -> Iterator[Item]:
    """Read one file by its extension; see `read`."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(sorted(_READERS))
        yield Unreadable(_name(path), f"of no known kind; save it as one of {kinds}")
        return
    try:
        yield from reader(path, lang)
    except OSError as error:
        yield _failed(path, error)


def page(text: str, name: str, *, lang: str, url: str = "", published: str = "") -> Document:
    """A document from the text of a page, with its boilerplate, address and date found.

    Args:
        text: as read.
        name: for people, such as a path.
        lang: of the text.
        url: its address; if empty, the one in the page's source line.
        published: ISO 8601 date; if empty, the one in the address.
    """
    marks = boilerplate.mark(text, lang)
    url = "".join(url.split()) or boilerplate.address(text, marks)
    return Document(
        id=document_id(lang, url, text),
        name=name,
        lang=lang,
        text=text,
        url=url,
        slug=slugs.slug(url),
        published=published or slugs.published(url),
        marks=marks,
    )


def decoded(data: bytes) -> str:
    """The text of a UTF-8 file, with its line ends and its byte order mark if it has one.

    Raises:
        ValueError: it is not UTF-8, empty or binary; the message is a reason with how to
            mend it.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("is UTF-16; save it as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"is not UTF-8 (byte 0x{data[error.start]:02X} at {error.start}); save it as UTF-8"
        ) from None
    if fault := _fault(text):
        raise ValueError(fault)
    return text


def _fault(text: str) -> str:
    """Why a text can't be used, or ""."""
    if not text.removeprefix("\ufeff").strip():
        return "is empty"
    return binary.fault(text)


def language(tag: str) -> str:
    """The primary subtag of a language tag, ``th`` for ``th-TH`` and for ``tha``.

    Raises:
        ValueError: it is no such tag.
    """
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        raise ValueError(f"'{tag[:40]}' is no language tag; write one such as vi, th, hi, en")
    primary = match[1].lower()
    return _THREE_LETTERS.get(primary, primary)


_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_THREE_LETTERS = {"vie": "vi", "tha": "th", "hin": "hi", "eng": "en"}

_UNKNOWN_LANGUAGE = "its language can't be told from its letters; name it with --lang"


def _name(path: Path) -> str:
    """A path for people and the workspace; bytes that are not UTF-8 are written out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _failed(path: Path, error: OSError) -> Unreadable:
    return Unreadable(_name(path), f"can't be read: {error.strerror or error}")


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(
            f"has {size // 2**20} MB, more than {LARGEST // 2**20}; "
            "split it, or make it a .jsonl dump"
        )
    return path.read_bytes()


def _read_text(path: Path, lang: str | None) -> Iterator[Item]:
    try:
        text = decoded(_bytes(path))
        found = lang or detect(text)
        if found is None:
            raise ValueError(_UNKNOWN_LANGUAGE)
    except ValueError as error:
        yield Unreadable(_name(path), str(error))
        return
    yield page(text, _name(path), lang=found)


def _read_html(path: Path, lang: str | None) -> Iterator[Item]:
    try:
        # An extra: it draws in a dozen packages that nothing else needs.
        import trafilatura
    except ImportError:
        yield Unreadable(_name(path), "saved web pages need pip install 'thuatngu[html]'")
        return
    try:
        found = trafilatura.bare_extraction(
            _bytes(path),
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # A date that is stated, not one guessed from the text; and no clock.
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "max_date": "2100-01-01",
            },
        )
        stated = {} if found is None or isinstance(found, dict) else found.as_dict()
        text = str(stated.get("text") or "").strip()
        if not text:
            raise ValueError("no article found in it; save its text as .txt")
        title = str(stated.get("title") or "").strip()
        if not text.startswith(title):
            text = f"{title}\n{text}"
        if fault := _fault(text):
            raise ValueError(fault)
        spoken = lang or detect(text)
        if spoken is None:
            raise ValueError(_UNKNOWN_LANGUAGE)
    except ValueError as error:
        yield Unreadable(_name(path), str(error))
        return
    url, day = (str(stated.get(key) or "") for key in ("url", "date"))
    yield page(text, _name(path), lang=spoken, url=url, published=_day(day))


def _read_pairs(path: Path, lang: str | None) -> Iterator[Item]:
    # A file of pairs has two languages or more, so the one that is given says nothing of it.
    try:
        pairs = bitexts.read(decoded(_bytes(path)), _name(path))
    except ValueError as error:
        yield Unreadable(_name(path), str(error))
        return
    except InputError as error:
        found = _PLACE.match(str(error).removeprefix(_name(path)))
        line, reason = found.groups() if found else (None, str(error))
        yield Unreadable(_name(path), reason, int(line or 0))
        return
    if not any(pair.source.text.strip() and pair.target.text.strip() for pair in pairs):
        yield Unreadable(_name(path), "has no pair of a text and its translation")
    elif not all(pair.source_lang and pair.target_lang for pair in pairs):
        yield Unreadable(_name(path), "its languages can't be told; name them in its header")
    else:
        yield from given.documents(pairs, _name(path))


_PLACE = re.compile(r":(?:(\d+):)?\s*(.*)", re.DOTALL)


def _read_dump(path: Path, lang: str | None) -> Iterator[Item]:
    names: set[str] = set()
    bad = count = 0
    for number, line in _entries(path):
        count += 1
        try:
            entry = _entry(line)
            document = _dumped(entry, path, number, lang, names)
        except ValueError as error:
            bad += 1
            if bad <= NAMED:
                yield Unreadable(_name(path), str(error), number)
            continue
        yield document
    if bad > NAMED:
        yield Unreadable(_name(path), f"{bad - NAMED} more of its {count} entries can't be used")
    if not count:
        yield Unreadable(_name(path), "is empty")


def _entries(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank, with their numbers; of a line that is too long, its beginning."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            whole = line
            while len(whole) > LONGEST_LINE and not whole.endswith(b"\n"):
                whole = file.readline(LONGEST_LINE + 1)
                if not whole:
                    break
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.isspace() and line:
                yield number, line


def _entry(line: bytes) -> Mapping[str, object]:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"longer than {LONGEST_LINE // 2**20} MB; split it")
    try:
        entry = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"is no JSON ({error}); write one object a line") from None
    if not isinstance(entry, dict):
        raise ValueError(
            "is no JSON object; write one object a line, with 'id', 'url', 'lang', 'text'"
        )
    return entry


def _dumped(
    entry: Mapping[str, object], path: Path, number: int, lang: str | None, names: set[str]
) -> Document:
    def field(key: str) -> str:
        value = entry.get(key)
        if value is None:
            return ""
        if isinstance(value, bool | list | dict):
            raise ValueError(f"'{key}' is {json_type(value)}; write a string")
        return str(value)

    text = entry.get("text")
    if text is None:
        raise ValueError("has no 'text'; give it one")
    if not isinstance(text, str):
        raise ValueError(f"'text' is {json_type(text)}; write a string")
    if fault := _fault(text):
        raise ValueError(f"'text' {fault}")
    stated = field("lang")
    spoken = language(stated) if stated else lang or detect(text)
    if spoken is None:
        raise ValueError(f"{_UNKNOWN_LANGUAGE} or 'lang'")
    name = f"{_name(path)}#{''.join(field('id').split())[:200] or number}"
    if name in names:  # versions of an article may share an id
        name = f"{name}:{number}"
    names.add(name)
    return page(text, name, lang=spoken, url=field("url"), published=_day(field("published")))


def json_type(value: object) -> str:
    """What JSON calls a value that is no string."""
    return {bool: "a boolean", list: "an array", dict: "an object"}.get(type(value), "a number")


def _day(stated: str) -> str:
    return stated[:10] if _ISO_DAY.match(stated) else ""


_ISO_DAY = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)")

_READERS: Mapping[str, Callable[[Path, str | None], Iterator[Item]]] = {
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_dump,
    ".po": _read_pairs,
    ".tmx": _read_pairs,
    ".tsv": _read_pairs,
    ".xlf": _read_pairs,
    ".xliff": _read_pairs,
}
