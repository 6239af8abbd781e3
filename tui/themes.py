"""Colours: one theme of ours for day, one for night, and one of high contrast."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "thuatngu"

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
        variables={"border": "#3b4450", "block-cursor-background": "#34506b"},
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
        variables={"border": "#b9b19f", "block-cursor-background": "#c9dcf0"},
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
            "block-cursor-background": "#ffffff",
            "block-cursor-foreground": "#000000",
        },
    ),
)
