"""The documents of a workspace, paired and aligned: by their addresses, then by their content."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from glossary.model import SOURCE_LANG
from thuatngu.console import counted, progress, say

if TYPE_CHECKING:
    from aligner.model import Bitext, Document, Vectors
    from aligner.vectors import Cached
    from aligner.workspace import Workspace

LISTED = 20
"""Pairs and versions that are named one by one; the rest are counted."""

SUBJECT = 0.5
"""Score from which two documents that are no translations are kept as comparable."""

_META = "content-ties"


@dataclass(frozen=True)
class Found:
    """What was paired, by what."""

    tied: Sequence[tuple[Document, Document]]
    """All pairs, those by address first."""
    by_content: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Score of each pair that no address ties."""


@dataclass
class Counts:
    """What came of aligning."""

    new: int = 0
    done: int = 0
    beads: int = 0
    parallel: int = 0


def align_corpus(store: Workspace, embedder: Cached, workers: int) -> Found:
    """Align all that belongs together and keep the bitexts, and say what was done.

    Versions of one page are aligned once. Pairs found by content are kept when
    alignment finds them to be translations, or when they are on one subject and say something in
    common, such as a byline.
    """
    from aligner.slugs import pairs

    kept = without_versions(store, store.documents())
    tied = list(pairs(kept))
    counts = Counts()
    _align(store, embedder, tied, counts, workers, lambda bitext: True)
    known = _known(store, embedder)
    if known is None:
        candidates = _candidates(store, embedder, kept)
        scores = {(source.id, target.id): score for source, target, score in candidates}
        _align(
            store,
            embedder,
            [(source, target) for source, target, _ in candidates],
            counts,
            workers,
            lambda bitext: (
                bitext.mode == "parallel"
                or (
                    scores[bitext.source, bitext.target] >= SUBJECT
                    and any(bead.source and bead.target for bead in bitext.beads)
                )
            ),
        )
        there = store.bitext_signatures()
        known = {pair: score for pair, score in scores.items() if pair in there}
        _remember(store, embedder, known)
    else:
        counts.done += len(known)
    by_id = {document.id: document for document in kept}
    found = Found(
        [*tied, *((by_id[source], by_id[target]) for source, target in sorted(known))], known
    )
    _tell(store, found, counts)
    return found


def without_versions(store: Workspace, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents, of nearly equal pages only one, and says which are left out.

    Counted apart, the copies would make their renderings look more frequent than they are. Of
    versions that with an address is kept, else the first by id.
    """
    from aligner.versions import versions

    by_id = {document.id: document for document in documents}
    left_out: dict[str, str] = {}
    for group in versions(documents, {id_: store.segments(id_) for id_ in by_id}):
        first, *rest = sorted(group, key=lambda id_: (not by_id[id_].slug, id_))
        left_out.update(dict.fromkeys(rest, first))
    for id_, first in sorted(left_out.items())[:LISTED]:
        say(f"{by_id[id_].name}: left out, a version of {by_id[first].name}")
    if len(left_out) > LISTED:
        say(f"{len(left_out) - LISTED} more versions of other pages are left out")
    return tuple(document for document in documents if document.id not in left_out)


def _align(
    store: Workspace,
    embedder: Cached,
    tied: Sequence[tuple[Document, Document]],
    counts: Counts,
    workers: int,
    wanted: Callable[[Bitext], bool],
) -> None:
    from aligner.alignment.configuration import FROZEN
    from aligner.given import SIGNATURE
    from aligner.pairing import bitexts

    signature = FROZEN.signature(embedder.signature)
    done = store.bitext_signatures()
    left = [
        (source, target)
        for source, target in tied
        if done.get((source.id, target.id)) not in (signature, SIGNATURE)
    ]
    counts.done += len(tied) - len(left)
    slugs = {document.id: document.slug for pair in tied for document in pair}
    sources: dict[str, list[str]] = {}
    for entry in store.catalogue(SOURCE_LANG):
        sources.setdefault(entry.slug, []).append(entry.id)
    with progress("Aligning") as update:
        update(0, len(left))
        found = bitexts([(one.id, other.id) for one, other in left], store, embedder, workers)
        for number, direct in enumerate(found, start=1):
            update(number, len(left))
            slug, bitext = slugs[direct.source], direct
            for pivot in sources.get(slug, ()) if slug else ():
                bitext = _agreeing(store, pivot, bitext)
            if not wanted(bitext):
                continue
            store.save_bitext(bitext)
            counts.new += 1
            counts.beads += sum(bool(bead.source and bead.target) for bead in bitext.beads)
            counts.parallel += bitext.mode == "parallel"


def _agreeing(store: Workspace, pivot: str, bitext: Bitext) -> Bitext:
    """Two translations aligned so that they agree with the source that both were made from.

    The pairs of a story come with its source first, so the ways through it are known by now.
    """
    from aligner.alignment.pivot import agreed, through
    from aligner.model import Mode

    first, second = store.bitext(pivot, bitext.source), store.bitext(pivot, bitext.target)
    if first is None or second is None:
        return bitext
    if any(each.mode is not Mode.PARALLEL for each in (first, second, bitext)):
        return bitext
    return agreed(bitext, through(first, second))


def _candidates(
    store: Workspace, embedder: Cached, documents: Sequence[Document]
) -> Sequence[tuple[Document, Document, float]]:
    from aligner.tying import ties

    with progress("Reading what documents are about") as update:

        def embed(texts: Sequence[str]) -> Vectors:
            embedder.sketches(texts, update)  # what will be aligned needs them, and not twice
            return embedder.embed(texts, update)

        segments = {document.id: store.segments(document.id) for document in documents}
        return ties(documents, segments, embed)


def _remember(store: Workspace, embedder: Cached, known: Mapping[tuple[str, str], float]) -> None:
    rows = [(source, target, score) for (source, target), score in sorted(known.items())]
    value = [_state(store, embedder), rows]
    store.set_meta(_META, msgspec.json.encode(value).decode())


def _known(store: Workspace, embedder: Cached) -> dict[tuple[str, str], float] | None:
    """The pairs found by content in the workspace as it is, or None: they are to be sought."""
    value = store.meta(_META)
    if value is None:
        return None
    state, rows = msgspec.json.decode(value, type=tuple[str, list[tuple[str, str, float]]])
    if state != _state(store, embedder):
        return None
    there = store.bitext_signatures()
    found = {(source, target): score for source, target, score in rows}
    return found if found.keys() <= there.keys() else None


def is_aligned(store: Workspace) -> bool:
    """Whether all documents were aligned as they are, whatever came of it."""
    value = store.meta(_META)
    if value is None:
        return False
    state, _ = msgspec.json.decode(value, type=tuple[str, list[tuple[str, str, float]]])
    return state.startswith(f"{store.corpus()}/")


def _state(store: Workspace, embedder: Cached) -> str:
    from aligner.alignment.configuration import FROZEN

    return f"{store.corpus()}/{FROZEN.signature(embedder.signature)}"


def _tell(store: Workspace, found: Found, counts: Counts) -> None:
    say(
        f"{counted(counts.new, 'pair')} aligned, {counts.done} were done: "
        f"{counted(counts.beads, 'bead')}; translations: {counts.parallel}, "
        f"only comparable: {counts.new - counts.parallel}"
    )
    if not found.by_content:
        if not found.tied:
            say(
                "no document shares its source's address with another or is like one in another "
                "language; give two files to align them"
            )
        return
    by_address = len(found.tied) - len(found.by_content)
    say(f"paired by address: {by_address}; by content, numbers and names: {len(found.by_content)}")
    names = {document.id: document.name for pair in found.tied for document in pair}
    for pair in sorted(found.by_content)[:LISTED]:
        bitext = store.bitext(*pair)
        if bitext is not None:
            paired = sum(bool(bead.source and bead.target) for bead in bitext.beads)
            say(
                f"  {names[pair[0]]} – {names[pair[1]]}: "
                f"{'only ' if bitext.mode == 'comparable' else ''}{bitext.mode}, "
                f"{counted(paired, 'bead')}"
            )
    if len(found.by_content) > LISTED:
        say(f"  and {len(found.by_content) - LISTED} more; --format json lists all")
