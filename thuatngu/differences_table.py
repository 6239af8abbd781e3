"""What changed between two termbases, laid out for people: by concept, a line a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from glossary.difference import Difference
from glossary.model import Termbase
from glossary.visible import visible
from thuatngu.hanging import hung

_LANG = 6


def table(
    found: Sequence[Difference], old: Termbase, new: Termbase, cells: int | None
) -> Iterator[str]:
    """Lines of the changes.

    Args:
        found: in the order of the concepts.
        old: the termbase as it was, for the names of the concepts that are gone.
        new: the termbase as it is.
        cells: of the terminal, at which texts are wrapped; None for one line each.
    """
    for id_, group in groupby(found, key=lambda each: each.concept):
        concept = new.by_id.get(id_) or old.by_id[id_]
        yield visible(f"{id_}: {concept.name}")
        for each in group:
            head = f"  {each.lang:{_LANG}}"
            said = each.message.removeprefix(f"{each.lang} ")
            lines = list(hung(head, said, cells))
            if len(lines) == 1 or not (each.old and each.new):
                yield from lines
                continue
            about = ": ".join(filter(None, (each.text, each.field.replace("_", " "))))
            yield from hung(head, about, cells)
            yield from hung(f"{' ' * len(head)}was ", each.old, cells)
            yield from hung(f"{' ' * len(head)}now ", each.new, cells)
