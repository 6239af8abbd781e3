"""Corpus text made safe to show: nothing in it can command a terminal or hide.

Control and escape characters, line separators and bidirectional overrides are
replaced by a visible stand-in of one cell each. Joiners (U+200C, U+200D) stay:
Hindi needs them.
"""

from __future__ import annotations

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
    *range(0xFFF9, 0xFFFC),
]
_TABLE = _CONTROL_PICTURES | dict.fromkeys(_REPLACED, 0xFFFD)
_TABLE_KEEPING_LINES = {code: to for code, to in _TABLE.items() if code != 0x0A}


def visible(text: str, *, keep_lines: bool = False) -> str:
    """Text of the same length in which no character acts on the terminal.

    Args:
        text: anything.
        keep_lines: leave U+000A as it is.
    """
    return text.translate(_TABLE_KEEPING_LINES if keep_lines else _TABLE)
