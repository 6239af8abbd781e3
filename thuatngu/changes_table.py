"""What an import would do, laid out for people: by concept, the conflicts last and in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from glossary.model import Termbase
from glossary.proposals import Change, Changes, Kind
from glossary.visible import visible
from thuatngu.hanging import hung

_WHAT = max(len(kind.value) for kind in Kind) + 2
_LANG = 6
_SIDE = len("theirs") + 2


def table(changes: Changes, before: Termbase, cells: int | None) -> Iterator[str]:
    """Lines of what would change, then of the conflicts, of which ours stays.

    Args:
        changes: what an import would do.
        before: the termbase that it would be done to; concepts have their names from there.
        cells: of the terminal, at which texts are wrapped between words and never within a
            character; None for one line each.
    """
    conflicts = [item for item in changes.items if item.kind is Kind.CONFLICT]
    taken = [item for item in changes.items if item.kind is not Kind.CONFLICT]
    if taken:
        yield f"  {'what':{_WHAT}}{'lang':{_LANG}}change"
        yield from _by_concept(taken, changes.termbase, cells)
    if conflicts:
        yield from ("", "conflicts; ours stays") if taken else ("conflicts; ours stays",)
        yield from _by_concept(conflicts, before, cells)


def _by_concept(items: Sequence[Change], termbase: Termbase, cells: int | None) -> Iterator[str]:
    for id_, group in groupby(items, key=lambda item: item.concept):
        concept = termbase.by_id.get(id_)
        yield visible(f"{id_}: {concept.name}" if concept else id_ or "no concept")
        for item in group:
            yield from _item(item, cells)


def _item(item: Change, cells: int | None) -> Iterator[str]:
    what = "" if item.kind is Kind.CONFLICT else item.kind.value
    head = f"  {what:{_WHAT}}" if what else "  "
    head += f"{item.lang:{_LANG}}" if item.lang or what else ""
    yield from hung(head, _said(item), cells)
    if item.kind is Kind.CONFLICT:
        for side, value in (("ours", item.ours), ("theirs", item.theirs)):
            if value:
                yield from hung(f"      {side:{_SIDE}}", value, cells)


def _said(item: Change) -> str:
    if item.kind is Kind.CONFLICT:
        about = ": ".join(filter(None, (item.text, item.field.replace("_", " "))))
        return f"{about}: {item.reason}" if about else item.reason
    if item.kind is Kind.CONCEPT:
        return item.text
    if item.kind is Kind.TERM:
        return f"{item.text}: {item.theirs}"
    if item.kind is Kind.STATUS:
        return f"{item.text}: {item.ours} → {item.theirs}"
    field = f"{item.text}: {item.field}" if item.text else item.field
    return f"{field.replace('_', ' ')}: {f'{item.ours}, and ' if item.ours else ''}{item.theirs}"
