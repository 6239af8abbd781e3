"""The alignments that a workspace holds, as plain pairs of texts for other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.errors import InputError
from glossary.formats.bitext import Text

if TYPE_CHECKING:
    from aligner.alignment.sides import Side
    from aligner.workspace import Workspace


def aligned(store: Workspace, source: str, target: str) -> tuple[list[Text], str]:
    """Translations between two languages, in order of name, and the signature of what aligned them.

    Texts on one subject that are no translations are left out. Where several runs aligned
    them, all their signatures are told.

    Args:
        store: with documents that were aligned.
        source: language that is to be the source, whichever way round the two were aligned.
        target: the other language.

    Raises:
        InputError: the workspace holds no such translation.
    """
    from aligner.model import Mode
    from aligner.pairing import side_of

    langs = {entry.id: entry.lang for entry in store.catalogue()}
    names = {entry.id: entry.name for entry in store.catalogue()}
    sides: dict[str, Side] = {}

    def side(id_: str) -> Side:
        if id_ not in sides:
            sides[id_] = side_of(store, id_)
        return sides[id_]

    found: list[Text] = []
    signatures: set[str] = set()
    for bitext in store.bitexts():
        ends = (bitext.source, bitext.target)
        if bitext.mode is not Mode.PARALLEL or {langs[end] for end in ends} != {source, target}:
            continue
        forwards = langs[bitext.source] == source
        pairs = []
        for bead in bitext.beads:
            two = side(bitext.source).line(bead.source), side(bitext.target).line(bead.target)
            first, second = two if forwards else two[::-1]
            pairs.append((first, second, bead.score))
        found.append(Text(names[ends[0] if forwards else ends[1]], tuple(pairs)))
        signatures.add(bitext.signature)
    if not found:
        raise InputError(
            f"{store.path}: holds no translation between '{source}' and '{target}'; "
            "'thuatngu align' aligns what was added"
        )
    return sorted(found, key=lambda each: (each.name, each.pairs)), " ".join(sorted(signatures))
