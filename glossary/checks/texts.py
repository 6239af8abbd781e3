"""Texts in one language out of files, each character with its place: .txt and .jsonl."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from glossary.errors import InputError
from glossary.located import Located, Run


@dataclass(frozen=True)
class Entry:
    """One text of a file."""

    text: Located
    lang: str = ""
    """As the file says; empty where it does not."""


def plain(text: str, name: str) -> Iterator[Entry]:
    """The whole file as one text."""
    yield Entry(Located.whole(text))


_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)
_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\r\n]*")


def dump(text: str, name: str) -> Iterator[Entry]:
    """The ``text`` of every line of a JSON Lines file, with its ``lang``.

    Raises:
        InputError: a line is no JSON object, or has no text.
    """
    offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        start, offset = offset, offset + len(line) + 1
        if line.strip("\ufeff \t\r"):
            shift = 1 if number == 1 and line.startswith("\ufeff") else 0
            yield _entry(line[shift:], start + shift, f"{name}:{number}")


def _entry(line: str, start: int, where: str) -> Entry:
    try:
        members = dict(_members(line))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not a JSON object; write one object a line") from error
    if "text" not in members or not isinstance(members["text"][0], str):
        raise InputError(f'{where}: no "text"; give every entry its text as a string')
    _, first, last = members["text"]
    lang = members.get("lang", ("", 0, 0))[0]
    return Entry(
        Located.of(_literal(line[first + 1 : last - 1], start + first + 1)),
        lang if isinstance(lang, str) else "",
    )


def _members(line: str) -> Iterator[tuple[str, tuple[object, int, int]]]:
    """Keys of an object with their value and where it stands."""
    at = _skipped(line, 0)
    if line[at : at + 1] != "{":
        raise ValueError("no object")
    at = _skipped(line, at + 1)
    while line[at : at + 1] != "}":
        key, at = _DECODER.raw_decode(line, at)
        at = _skipped(line, at)
        if not isinstance(key, str) or line[at : at + 1] != ":":
            raise ValueError("no key")
        first = _skipped(line, at + 1)
        value, last = _DECODER.raw_decode(line, first)
        yield key, (value, first, last)
        at = _skipped(line, last)
        if line[at : at + 1] == ",":
            at = _skipped(line, at + 1)
        elif line[at : at + 1] != "}":
            raise ValueError("no end")
    if line[at + 1 :].strip():
        raise ValueError("more than one value")


def _skipped(line: str, at: int) -> int:
    match = _BLANK.match(line, at)
    return match.end() if match else at


def _literal(raw: str, start: int) -> Iterator[Run]:
    done = 0
    for match in _ESCAPE.finditer(raw):
        yield Run(raw[done : match.start()], start + done, start + match.start())
        char = json.loads(f'"{match[0]}"')
        # A lone surrogate can stand in JSON but in no text that is written out.
        char = "\ufffd" if "\ud800" <= char <= "\udfff" else char
        yield Run(char, start + match.start(), start + match.end())
        done = match.end()
    yield Run(raw[done:], start + done, start + len(raw))
