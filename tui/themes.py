"""Our themes as Textual takes them."""

from __future__ import annotations

from textual.theme import Theme

from tui.palette import DEFAULT, PALETTES

__all__ = ["DEFAULT", "THEMES"]

THEMES = tuple(
    Theme(
        name=name,
        primary=colours["primary"],
        secondary=colours["secondary"],
        accent=colours["accent"],
        warning=colours["warning"],
        error=colours["error"],
        success=colours["success"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        dark=name != "thuatngu-day",
        variables=dict(colours),
    )
    for name, colours in PALETTES.items()
)
