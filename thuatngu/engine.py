"""What the corpus commands work with: an open workspace, and an encoder that remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.errors import InputError
from thuatngu.project import Project

if TYPE_CHECKING:
    from aligner.mining import Corpus
    from aligner.vectors import Cached
    from aligner.workspace import Workspace


def corpus_store(project: Project) -> Workspace:
    """The workspace of a project that has been added to.

    Raises:
        InputError: there is none, or it cannot be used.
    """
    from aligner.workspace import Workspace

    return Workspace.open(project.workspace, create=False)


def corpus_of(store: Workspace) -> Corpus:
    """All that the workspace holds to mine in, of nearly equal pages only one.

    Raises:
        InputError: it holds no article.
    """
    from aligner.mining import Corpus
    from thuatngu.corpus_alignment import without_versions

    documents = without_versions(store, store.documents())
    if not documents:
        raise InputError(f"{store.path}: holds no article; 'thuatngu add PATH' reads some")
    segments = {document.id: store.segments(document.id) for document in documents}
    # A version that was aligned before its like came is counted no more.
    bitexts = tuple(
        each for each in store.bitexts() if each.source in segments and each.target in segments
    )
    return Corpus(documents, segments, bitexts)


def embedding(encoder: str, threads: int | None, store: Workspace | None) -> Cached:
    """The encoder of that name; vectors are kept in the workspace where one can be written."""
    from aligner.deferred import deferred
    from aligner.vectors import Cached, Memory

    keeping = store if store is None or store.writable else Memory(store)
    return Cached(deferred(encoder, threads), keeping)
