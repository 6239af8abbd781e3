"""Corpus text made safe to show: nothing in it can command a terminal or hide.

Control and escape characters, line separators, bidirectional overrides, byte order
marks inside a text and tag characters are replaced by a visible stand-in of one cell
each; tags can spell a whole message that nobody sees, and no script needs them.

What only touches how letters are set stays. Joiners (U+200C, U+200D): Hindi needs
them. Soft hyphen, zero-width space and word joiner (U+00AD, U+200B, U+2060) and the
operators of formulas (U+2061 to U+2064): Thai pages mark their words with U+200B
throughout, they can neither command nor reorder, and a stand-in between all words
would make the text unreadable.
"""

from __future__ import annotations

import re

_CONTROL_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_REPLACED = [
    *range(0x80, 0xA0),  # C1 controls: U+009B opens an escape sequence on many terminals
    0x061C,
    0x200E,
    0x200F,
    0x2028,
    0x2029,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),  # half characters, such as stand for bytes of a file's name
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    0xFFFE,
    0xFFFF,
    0xE0001,
    *range(0xE0020, 0xE0080),
]
_TABLE = _CONTROL_PICTURES | dict.fromkeys(_REPLACED, 0xFFFD)
_TABLE_KEEPING_LINES = {code: to for code, to in _TABLE.items() if code != 0x0A}


_ACTING = re.compile(f"[{''.join(map(re.escape, map(chr, _TABLE_KEEPING_LINES)))}]")


def visible(text: str, *, keep_lines: bool = False) -> str:
    """Text of the same length in which no character acts on the terminal.

    Args:
        text: anything.
        keep_lines: leave U+000A as it is.
    """
    return text.translate(_TABLE_KEEPING_LINES if keep_lines else _TABLE)


def escaped_json(text: str) -> str:
    """JSON that means the same and holds no character that acts on the terminal."""
    return _ACTING.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
