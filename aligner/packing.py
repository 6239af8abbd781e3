"""Rows of a workspace to data and back, and how many go into one write."""

from __future__ import annotations

import itertools
import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

import msgspec

from aligner.database import DamagedError
from aligner.model import Bitext, Boilerplate, Document, Mark, Rendering, Segment

T = TypeVar("T")

BATCH_CHARACTERS = 4_000_000
"""Text of one write."""
BATCH_DOCUMENTS = 500
PARAMETERS = 500
"""Values of one ``IN (…)``; SQLite's own limit was 999 for long."""

_KINDS: tuple[Boilerplate | None, ...] = (None, *Boilerplate)
_KIND_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}


def document(
    id_: str,
    name: str,
    lang: str,
    text: str,
    url: str,
    slug: str,
    published: str,
    marks: bytes,
    units: bytes | None,
) -> Document:
    """A document from its two rows."""
    return Document(
        id_,
        name,
        lang,
        text,
        url,
        slug,
        published,
        tuple(Mark(start, end, kind) for start, end, kind in unpack(marks) if kind),
        tuple(Segment(*part) for part in unpack(units or b"")),
    )


def without_evidence(rendering: Rendering) -> bytes:
    """A rendering as JSON; its evidence has a table of its own."""
    return msgspec.json.encode(replace(rendering, evidence=()))


def segments(document: Document) -> tuple[Segment, ...]:
    """Those that the file gives, or the text cut."""
    # The review, which must start at once, opens a workspace and cuts no text.
    from aligner.segment import segment

    return document.units or segment(document.text, document.lang, document.marks)


def pack(parts: Iterable[tuple[int, int, Boilerplate | None]]) -> bytes:
    """Spans with their kinds as little-endian numbers of 32 bits."""
    numbers = array(
        "I", [n for start, end, kind in parts for n in (start, end, _KIND_NUMBERS[kind])]
    )
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(packed: bytes) -> Iterator[tuple[int, int, Boilerplate | None]]:
    """What was packed."""
    numbers = array("I")
    try:
        numbers.frombytes(packed)
        if sys.byteorder == "big":
            numbers.byteswap()
        kinds = [_KINDS[number] for number in numbers[2::3]]
        return zip(numbers[::3], numbers[1::3], kinds, strict=True)
    except (ValueError, IndexError, TypeError) as error:
        raise DamagedError from error


def decoded(data: object, kind: type[T]) -> T:
    """A row of JSON."""
    if not isinstance(data, bytes):
        raise DamagedError
    return msgspec.json.decode(data, type=kind)


def batches(items: Iterable[Document | Bitext]) -> Iterator[list[Document | Bitext]]:
    """What is written at once: an interrupted run keeps all batches but the last."""
    batch: list[Document | Bitext] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Document) else 0
        if len(batch) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def chunks(items: Iterable[str], size: int = PARAMETERS) -> Iterator[tuple[str, ...]]:
    """Values for one query each."""
    remaining = iter(items)
    while part := tuple(itertools.islice(remaining, size)):
        yield part


def numbered(rows: Iterable[Rendering], size: int) -> Iterator[tuple[int, list[Rendering]]]:
    """Rows by `size`, each lot with the number of its first row, from 1."""
    remaining = iter(rows)
    number = 1
    while part := list(itertools.islice(remaining, size)):
        yield number, part
        number += len(part)
