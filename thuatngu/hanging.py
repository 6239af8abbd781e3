"""Texts under a hanging indent: beside a head, and on further lines below where it ends."""

from __future__ import annotations

from collections.abc import Iterable

from glossary.visible import visible

LEAST = 24
"""Cells that a text gets however narrow the terminal is."""


def hung(head: str, text: str, cells: int | None) -> Iterable[str]:
    """A text after a head, its further lines below where it begins.

    Args:
        head: blanks and ASCII.
        text: of any script.
        cells: of the terminal, at which the text is wrapped between words and never within a
            character; None for one line.
    """
    text = visible(text)
    if cells is None:
        return [head + text]
    from tui.typeset import wrap  # which a report in a pipe does not need

    spans = wrap(text, max(cells - len(head), LEAST)) or ((0, 0),)
    return [
        f"{head if n == 0 else ' ' * len(head)}{text[start:end]}"
        for n, (start, end) in enumerate(spans)
    ]
