"""Rules about concepts and their relations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.merge import CONFLICTS, conflicts
from glossary.model import SOURCE_LANG
from glossary.record import Where
from glossary.rules.fault import WARNING, Fault, Subject

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def id_twice(subject: Subject) -> Iterator[Fault]:
    """No two concepts have one id."""
    seen: set[str] = set()
    for n, concept in enumerate(subject.termbase.concepts):
        if concept.id and concept.id in seen:
            yield Fault(
                ("concepts", n, "id"),
                concept.id,
                f"{concept.id!r} is the id of an earlier concept too; give one another id, "
                "or join the two",
                concept.id,
            )
        seen.add(concept.id)


def id_shape(subject: Subject) -> Iterator[Fault]:
    """An id has lower-case ASCII letters, digits and single hyphens."""
    for n, concept in enumerate(subject.termbase.concepts):
        if concept.id and not ID.fullmatch(concept.id):
            yield Fault(
                ("concepts", n, "id"),
                concept.id,
                f"{concept.id!r} is no id; use lower-case letters without diacritics, digits and "
                "single hyphens, such as 'dan-van'",
                concept.id,
            )


def unnamed(subject: Subject) -> Iterator[Fault]:
    """A concept has a Vietnamese term, which names it."""
    for n, concept in enumerate(subject.termbase.concepts):
        if not concept.in_lang(SOURCE_LANG):
            yield Fault(
                ("concepts", n),
                concept.id,
                f"{concept.id!r} has no {SOURCE_LANG!r} term; add the one that names it",
                severity=WARNING,
            )


def dangling(subject: Subject) -> Iterator[Fault]:
    """A related or broader concept exists, and is another one."""
    for n, concept in enumerate(subject.termbase.concepts):
        links = [("related", id_) for id_ in concept.related]
        links += [("broader", concept.broader)] if concept.broader else []
        for name, id_ in links:
            where: Where = ("concepts", n, name)
            if id_ == concept.id:
                yield Fault(
                    where, concept.id, f"{concept.id!r} is {name} to itself; take it out", id_
                )
            elif id_ not in subject.termbase.by_id:
                yield Fault(
                    where,
                    concept.id,
                    f"{concept.id!r} names {id_!r} as {name}, and there is no such concept; "
                    "add it or take the name out",
                    id_,
                )


def circle(subject: Subject) -> Iterator[Fault]:
    """Broader concepts lead upwards and never back."""
    concepts = subject.termbase.by_id
    places = _places(subject)
    done: set[str] = set()
    for concept in subject.termbase.concepts:
        path: dict[str, None] = {}
        at = concept.id
        while at in concepts and at not in done and at not in path:
            path[at] = None
            at = concepts[at].broader
        done.update(path)
        ring = list(path)[list(path).index(at) :] if at in path else []
        if len(ring) > 1:
            shown = " → ".join(repr(id_) for id_ in (*ring, at))
            yield Fault(
                ("concepts", places[at], "broader"),
                at,
                f"broader concepts run in a circle, {shown}; take one of them out",
            )


def _places(subject: Subject) -> dict[str, int]:
    """Index of each concept by its id; of two with one id, the first."""
    concepts = subject.termbase.concepts
    return {concepts[n].id: n for n in range(len(concepts) - 1, -1, -1)}


def unsettled(subject: Subject) -> Iterator[Fault]:
    """What a merge could not settle is settled."""
    places = _places(subject)
    for conflict in conflicts(subject.termbase):
        what = f"{conflict.lang!r} term {conflict.text!r}" if conflict.lang else conflict.field
        yield Fault(
            ("concepts", places[conflict.concept], CONFLICTS),
            conflict.concept,
            f"{conflict.concept!r} has two versions of its {what} from a merge; choose one in "
            "'thuatngu review', or edit it and take the entry under 'conflicts' out",
        )
