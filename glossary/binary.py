"""What makes a file no text, by one rule for all that read articles."""

from __future__ import annotations

import re

MOST = 8
"""Control characters that any text may hold: an escape that was pasted with it is data."""
SHARE = 20
"""Of so many characters one may be a control, in a text that holds more of them than `MOST`."""

_NEVER = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def fault(text: str) -> str:
    """Why the content of a file is no text, or "".

    A NUL, half a character, or control characters throughout. A single escape or a
    bidirectional override is data like any other, since whatever shows a text does so by
    `glossary.visible`.
    """
    if found := _NEVER.search(text):
        what = "a NUL" if found[0] == "\0" else f"half a character, U+{ord(found[0]):04X}"
        return f"is no text: line {_line(text, found)} holds {what}; save it as UTF-8 text"
    controls = list(_CONTROL.finditer(text))
    if len(controls) > MOST and len(controls) * SHARE > len(text):
        return (
            f"is no text: holds {len(controls)} control characters from line "
            f"{_line(text, controls[0])} on; save it as UTF-8 text"
        )
    return ""


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
