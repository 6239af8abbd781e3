"""Term files of older shapes: read as today's, and rewritten in it with their comments.

Version 0 is what people write by hand before they know of any shape: each Vietnamese term
with its translations by language, one or a list of them.

    # who works among the people
    dân vận:
      th: การระดมมวลชน
      hi: [जन लामबंदी, जन आंदोलन]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from glossary.languages import TAG
from glossary.naming import new_id

Data = dict[str, Any]
Where = tuple[str | int, ...]

CURRENT = 1
"""Version of the shape that `glossary.record` reads."""

_SOURCE = "vi"


def version(data: object) -> object:
    """What a file's data says its version is; 0 where it says none and is by name."""
    if isinstance(data, dict) and "schema" in data:
        return data["schema"]
    return 0 if _is_by_name(data) else CURRENT


def _is_by_name(data: object) -> bool:
    return (
        isinstance(data, dict)
        and bool(data)
        and "concepts" not in data
        and all(isinstance(name, str) and _is_translations(each) for name, each in data.items())
    )


def _is_translations(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(lang, str) and TAG.fullmatch(lang) and not isinstance(text, dict)
        for lang, text in value.items()
    )


def migrated(data: Data, start: int) -> Data | None:
    """The data of version `start` as that of the current one; None where it is not of it."""
    found: Data | None = data
    for number in range(start, CURRENT):
        found = STEPS[number](found) if found is not None else None
    return found


def _named(data: Mapping[Any, Any]) -> dict[Any, Any]:
    """Entries of version 0, without the field that gives the version."""
    return {name: value for name, value in data.items() if name != "schema"}


def _from_0(data: Data) -> Data | None:
    entries = _named(data)
    if entries and not _is_by_name(entries):
        return None
    concepts: dict[str, Data] = {}
    for name, langs in entries.items():
        terms: dict[str, list[Data]] = {_SOURCE: [{"text": name}]}
        for lang, value in langs.items():
            texts = value if isinstance(value, list) else [value]
            found = [{"text": text} for text in texts if text is not None]
            if found:
                terms.setdefault(lang, []).extend(found)
        id_ = new_id(name, concepts)
        concepts[id_] = {"id": id_, "terms": terms}
    return {"schema": 1, "concepts": list(concepts.values())}


STEPS: Mapping[int, Callable[[Data], Data | None]] = {0: _from_0}
"""From each version to the next."""


def place(data: object, where: Where) -> Where:
    """Where in a file of version 0 stands what `where` leads to after its migration."""
    names = list(_named(data)) if isinstance(data, dict) else []
    if len(where) < 2 or where[0] != "concepts" or not isinstance(where[1], int):
        return where
    name = names[where[1]]
    if len(where) < 5 or where[2] != "terms":
        return (name,)
    lang, number = where[3], where[4]
    assert isinstance(number, int)
    if lang == _SOURCE:
        return (name, lang, number - 1) if number else (name,)
    return (name, lang, number)


def rewritten(text: str, data: Data) -> str | None:
    """The text of a file of version 0 in today's shape, every comment where it belongs.

    Args:
        text: of the file.
        data: what it says.

    Returns:
        None where it is written in a way of which the lines can't be told.
    """
    from glossary import yamledit

    concepts = migrated(data, 0)
    root = yamledit.compose(text)
    if concepts is None or (root is not None and (root.id != "mapping" or root.flow_style)):
        return None
    lines = text.split("\n")
    pairs = [pair for pair in root.value if pair[0].value != "schema"] if root else []
    starts = [key.start_mark.line for key, _ in pairs]
    if sorted(set(starts)) != starts:
        return None
    end = len(lines)
    while end > (starts[-1] + 1 if starts else 0) and _is_aside(lines[end - 1]):
        end -= 1
    firsts = [_first_above(lines, start) for start in starts] + [end]
    head = [line for line in lines[: firsts[0]] if not line.startswith("schema:")]
    result = [*head, "schema: 1", "concepts:" if pairs else "concepts: []"]
    each = concepts["concepts"]
    for n, (concept, (key, value)) in enumerate(zip(each, pairs, strict=True)):
        result += (
            f"  {line}".rstrip() if line.strip() else "" for line in lines[firsts[n] : starts[n]]
        )
        comments = dict(yamledit.comments(lines, key, value, starts[n], firsts[n + 1]))
        result += _item(concept, _lines_of(value), starts[n], comments)
    return "\n".join([*result, *lines[end:]])


def _is_aside(line: str) -> bool:
    """Whether a line is blank, or a comment that belongs to no entry by its place."""
    return not line.strip() or line.startswith("#")


def _first_above(lines: list[str], start: int) -> int:
    """First of the comments that stand right above a line, and the blank lines above those."""
    first = start
    while first and _is_aside(lines[first - 1]):
        first -= 1
    # What a blank line parts from the first entry is about the whole file.
    if first == 0:
        blank = next((n for n in range(start - 1, -1, -1) if not lines[n].strip()), -1)
        return blank + 1
    return first


def _lines_of(value: Any) -> dict[tuple[str, int], int]:
    """Line of each translation by language and number."""
    found: dict[tuple[str, int], int] = {}
    for lang, texts in value.value:
        if texts.id == "sequence":
            for n, text in enumerate(texts.value):
                found[lang.value, n] = text.start_mark.line
        else:
            found[lang.value, 0] = lang.start_mark.line
    return found


def _item(
    concept: Data, places: Mapping[tuple[str, int], int], start: int, comments: dict[int, str]
) -> Iterator[str]:
    """Lines of one concept. A comment stays on the line of what it stood beside or above."""
    from glossary import yamltext

    def beside(line: int) -> str:
        return comments.pop(line, "") if comments.get(line, "#")[0] != "#" else ""

    yield f"  - id: {yamltext.scalar(concept['id'])}{beside(start)}"
    yield "    terms:"
    shift = 1  # the name itself is the first Vietnamese term
    for lang, terms in concept["terms"].items():
        yield f"      {yamltext.scalar(lang)}:"
        for n, term in enumerate(terms):
            line = places.get((lang, n - shift if lang == _SOURCE else n), -1)
            for above in sorted(number for number in comments if number < line):
                yield f"        {comments.pop(above).strip()}"
            yield f"        - text: {yamltext.scalar(term['text'])}{beside(line)}"
    for number in sorted(comments):
        yield f"        {comments[number].strip()}"
