"""Versions of one text in one language: pages that were printed twice, or edited a little.

Counted apart, each copy of a page would make its renderings look more frequent than they
are.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

from aligner.model import Document, Segment

LEAST = 0.5
"""Share of the longer text's characters that two versions have in common."""
SHORTEST = 20
"""A shorter segment says nothing: formulas and headings are everywhere."""
COMMONEST = 30
"""A segment of more documents than these is a formula too, or a page printed so often that
neighbours in the order of ids tell as much."""


def versions(
    documents: Iterable[Document], segments: Mapping[str, Sequence[Segment]]
) -> tuple[tuple[str, ...], ...]:
    """Group the documents that are nearly the same text.

    Two documents of one language are versions when the content segments that they share make up
    at least `LEAST` of the longer; versions of versions are of one group. Another
    translation of the same article shares no segments and is no version here.

    Args:
        documents: with their text.
        segments: of each document, by id.

    Returns:
        Ids of each group of two or more, sorted, groups in order of their first id.
    """
    lengths: dict[str, int] = {}
    holders: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for document in sorted(documents, key=lambda document: document.id):
        pieces = _pieces(document, segments[document.id])
        lengths[document.id] = sum(map(len, pieces))
        for piece in pieces:
            holders[document.lang, piece].append(document.id)
    shared: Counter[tuple[str, str]] = Counter()
    for (_, piece), ids in holders.items():
        near = combinations(ids, 2) if len(ids) <= COMMONEST else pairwise(ids)
        for pair in near:
            shared[pair] += len(piece)
    leaders = {id_: id_ for id_ in lengths}
    for (one, other), length in sorted(shared.items()):
        if length >= LEAST * max(lengths[one], lengths[other]):
            first, second = sorted((_leader(leaders, one), _leader(leaders, other)))
            leaders[second] = first
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in sorted(leaders):
        groups[_leader(leaders, id_)].append(id_)
    return tuple(tuple(group) for _, group in sorted(groups.items()) if len(group) > 1)


def _pieces(document: Document, segments: Sequence[Segment]) -> set[str]:
    """Content segments in a form that white space and composition do not change."""
    texts = (
        "".join(unicodedata.normalize("NFC", document.text[part.start : part.end]).split())
        for part in segments
        if part.kind is None
    )
    return {text for text in texts if len(text) >= SHORTEST}


def _leader(leaders: dict[str, str], id_: str) -> str:
    while leaders[id_] != id_:
        leaders[id_] = id_ = leaders[leaders[id_]]
    return id_
