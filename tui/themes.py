"""Colours: one theme of ours for day, one for night, and one of high contrast."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color
from textual.theme import Theme

DEFAULT = "thuatngu"

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
            text, behind = (Color.parse(variables[key]) for key in ("foreground", "background"))
            share = 1.0 if variables.get("contrast") else _DIM
            colour = behind.blend(text, share) if text.ansi is None else None
        elif part == "cursor":
            background = Color.parse(variables["block-cursor-background"])
            colour = Color.parse(variables["block-cursor-foreground"])
        elif part == "cursor-away":
            background = Color.parse(variables.get("cursor-away", variables["surface"]))
        elif part in _COLOURS:
            colour = Color.parse(variables[_COLOURS[part]])
        style += Style(
            color=colour.rich_color if colour else None,
            bgcolor=background.rich_color if background else None,
            bold=part in _BOLD or None,
            underline=part in _UNDERLINED or None,
            italic=part == "superseded" or None,
        )
    return style


THEMES = (
    Theme(
        name="thuatngu",
        primary="#8fb8de",
        secondary="#a3b18a",
        accent="#e0a458",
        warning="#f2c14e",
        error="#e07a5f",
        success="#81b29a",
        foreground="#e8e6e3",
        background="#16191d",
        surface="#22272e",
        panel="#2b313a",
        dark=True,
        variables={
            "border": "#3b4450",
            "block-cursor-background": "#34506b",
            "block-cursor-foreground": "#ffffff",
        },
    ),
    Theme(
        name="thuatngu-day",
        primary="#1d4e89",
        secondary="#4a5d23",
        accent="#9a4f00",
        warning="#8a5a00",
        error="#a4291d",
        success="#1f6b45",
        foreground="#1b1b1b",
        background="#fbfaf7",
        surface="#ece8df",
        panel="#e1dccf",
        dark=False,
        variables={
            "border": "#b9b19f",
            "block-cursor-background": "#c9dcf0",
            "block-cursor-foreground": "#000000",
        },
    ),
    Theme(
        name="thuatngu-contrast",
        primary="#7fd4ff",
        secondary="#ffffff",
        accent="#ffff00",
        warning="#ffff00",
        error="#ff8c8c",
        success="#7dff9b",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1a1a1a",
        dark=True,
        variables={
            "border": "#ffffff",
            "contrast": "1",
            "cursor-away": "#454545",
            "block-cursor-background": "#ffffff",
            "block-cursor-foreground": "#000000",
        },
    ),
)
