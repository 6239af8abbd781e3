"""How plain data is written as YAML: one way for each value, readable by YAML 1.1 and 1.2 alike."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

WIDTH = 100
"""Code points; a list that would be longer stands one item a line."""

_INDICATOR = re.compile(r"""(?:[-?:](?:\s|$)|---|\.\.\.|[\s,\[\]{}#&*!|>'"%@`=~]|<<)""")
"""What a plain scalar can't begin with."""
_TYPED = re.compile(
    r"""(?:null|true|false|yes|no|on|off|y|n        # YAML 1.1 and 1.2
    |[-+]{,2}(?:\d[\d_,]*)?\.?\d[\d_]*(?:e[-+]?\d+)?\.? # numbers, as loosely as anybody reads them
    |[-+]?0[xob][-+\da-f_]+
    |[-+]?\d+(?::\d+)+(?:\.\d*)?                     # base 60
    |\d{4}-\d\d?-\d\d?(?:[t\s].*)?                   # dates
    |[-+]?\.(?:inf|nan))$""",
    re.VERBOSE | re.IGNORECASE,
)
_UNSEEN = (
    "\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e007f"
)
"""Line breaks of YAML 1.1, and what a diff does not show: bidirectional controls, the BOM."""
_ESCAPED = re.compile(f"[{_UNSEEN}]")
_BREAKS = re.compile(f": | #|[\x00-\x1f{_UNSEEN}]|[:\\s]$")
"""What ends a plain scalar or can't stand in it."""
_BREAKS_INLINE = re.compile(r"[,\[\]{}:?]|-$")


def scalar(value: object, *, inline: bool = False) -> str:
    """A string, number, boolean or null.

    Args:
        value: what to write.
        inline: whether it stands inside ``[]`` or ``{}``.
    """
    if isinstance(value, str):
        return value if _is_plain(value, inline) else quoted(value)
    if value is None or isinstance(value, (bool, int)):
        return json.dumps(value)
    if isinstance(value, float):
        if value != value:
            return ".nan"
        if value in (float("inf"), float("-inf")):
            return ".inf" if value > 0 else "-.inf"
        return repr(value)
    raise TypeError(f"YAML scalar of {type(value).__name__}")


def quoted(text: str) -> str:
    """Text between double quotes, what can't be seen as escapes."""
    escaped = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(_escape, escaped)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _is_plain(text: str, inline: bool) -> bool:
    if not text or _INDICATOR.match(text) or _BREAKS.search(text):
        return False
    if inline and _BREAKS_INLINE.search(text):
        return False
    return not (text.isascii() and _TYPED.match(text))


def flow(value: object) -> str:
    """Any value on one line."""
    if isinstance(value, dict):
        entries = (f"{scalar(k, inline=True)}: {flow(v)}" for k, v in value.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, inline=True)


def entry(key: str, value: Any, indent: int) -> list[str]:
    """Lines of one field of a mapping whose keys stand `indent` columns in."""
    head = f"{' ' * indent}{_key(key)}:"
    if isinstance(value, str):
        return [f"{head} {scalar(value)}"]
    if isinstance(value, dict) and value:
        return [head, *(line for k, v in value.items() for line in entry(k, v, indent + 2))]
    if isinstance(value, (list, tuple)) and value:
        if not any(isinstance(part, (dict, list)) for part in value):
            line = f"{head} {flow(value)}"
            if len(line) <= WIDTH:
                return [line]
        return [head, *(line for part in value for line in item(part, indent + 2))]
    if isinstance(value, (dict, list, tuple)):
        return [f"{head} {flow(value)}"]
    return [f"{head} {scalar(value)}"]


@lru_cache(maxsize=256)
def _key(key: str) -> str:
    return scalar(key)


def item(value: Any, indent: int) -> list[str]:
    """Lines of one part of a list whose dashes stand `indent` columns in."""
    dash = f"{' ' * indent}- "
    if isinstance(value, dict) and value:
        lines = [line for k, v in value.items() for line in entry(k, v, indent + 2)]
        return [dash + lines[0][indent + 2 :], *lines[1:]]
    if isinstance(value, (dict, list, tuple)):
        return [dash + flow(value)]
    return [dash + scalar(value)]


def document(data: dict[str, Any]) -> str:
    """A whole file."""
    return "".join(f"{line}\n" for key, value in data.items() for line in entry(key, value, 0))
