"""Colours of our themes, and what a kind of text looks like in them. Needs no Textual."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.color import Color
from rich.style import Style

DEFAULT = "thuatngu"

PALETTES: Mapping[str, Mapping[str, str]] = {
    "thuatngu": {
        "primary": "#8fb8de",
        "secondary": "#a3b18a",
        "accent": "#e0a458",
        "warning": "#f2c14e",
        "error": "#e07a5f",
        "success": "#81b29a",
        "foreground": "#e8e6e3",
        "background": "#16191d",
        "surface": "#22272e",
        "panel": "#2b313a",
        "border": "#3b4450",
        "block-cursor-background": "#34506b",
        "block-cursor-foreground": "#ffffff",
    },
    "thuatngu-day": {
        "primary": "#1d4e89",
        "secondary": "#4a5d23",
        "accent": "#9a4f00",
        "warning": "#8a5a00",
        "error": "#a4291d",
        "success": "#1f6b45",
        "foreground": "#1b1b1b",
        "background": "#fbfaf7",
        "surface": "#ece8df",
        "panel": "#e1dccf",
        "border": "#b9b19f",
        "block-cursor-background": "#c9dcf0",
        "block-cursor-foreground": "#000000",
    },
    "thuatngu-contrast": {
        "primary": "#7fd4ff",
        "secondary": "#ffffff",
        "accent": "#ffff00",
        "warning": "#ffff00",
        "error": "#ff8c8c",
        "success": "#7dff9b",
        "foreground": "#ffffff",
        "background": "#000000",
        "surface": "#000000",
        "panel": "#1a1a1a",
        "border": "#ffffff",
        "contrast": "1",
        "cursor-away": "#454545",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
    },
}
"""Variables by theme: one for night, one for day, and one of high contrast."""

_COLOURS = {
    "name": "primary",
    "count": "secondary",
    "key": "accent",
    "star": "warning",
    "preferred": "success",
    "admitted": "success",
    "proposed": "foreground",
    "deprecated": "error",
    "superseded": "error",
    "new": "secondary",
    "hit": "warning",
    "match": "primary",
    "label": "accent",
    "warn": "warning",
}
"""The variable of a theme that colours each kind of text."""
_BOLD = frozenset({"name", "key", "star", "preferred", "hit", "cursor", "cursor-away"})
_UNDERLINED = frozenset({"hit", "match"})
_DIM = 0.62
"""How far dim text stands from the background, of the way to plain text."""


def named(name: str, variables: Mapping[str, str]) -> Style:
    """What a kind of text looks like in a theme; several kinds, with blanks between, add up.

    Kept out of the style sheet: a score of component classes for each widget takes a
    tenth of a second at start.
    """
    style = Style()
    for part in name.split():
        colour = background = None
        if part == "dim":
            share = 1.0 if variables.get("contrast") else _DIM
            colour = _between(variables["background"], variables["foreground"], share)
        elif part == "cursor":
            background = colour_of(variables["block-cursor-background"])
            colour = colour_of(variables["block-cursor-foreground"])
        elif part == "cursor-away":
            background = colour_of(variables.get("cursor-away", variables["surface"]))
        elif part in _COLOURS:
            colour = colour_of(variables[_COLOURS[part]])
        style += Style(
            color=colour,
            bgcolor=background,
            bold=part in _BOLD or None,
            underline=part in _UNDERLINED or None,
            italic=part == "superseded" or None,
        )
    return style


@lru_cache(256)
def colour_of(value: str) -> Color:
    """The colour of a variable, as Textual reads it; ours are six hexadecimal digits."""
    if value[:1] == "#" and len(value) == 7:
        return Color.from_rgb(*_rgb(value))
    from textual.color import Color as Named

    return Named.parse(value).rich_color


def _between(behind: str, text: str, share: float) -> Color | None:
    """A colour on the way from one to the other; None where the terminal chooses them."""
    if all(value[:1] == "#" and len(value) == 7 for value in (behind, text)):
        pairs = zip(_rgb(behind), _rgb(text), strict=True)
        return Color.from_rgb(*(int(back + (front - back) * share) for back, front in pairs))
    from textual.color import Color as Named

    front = Named.parse(text)
    return Named.parse(behind).blend(front, share).rich_color if front.ansi is None else None


def _rgb(value: str) -> tuple[int, int, int]:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)
