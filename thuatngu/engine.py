"""What the corpus commands work with: an open workspace, and an encoder that remembers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.errors import InputError
from thuatngu.project import Project

if TYPE_CHECKING:
    from aligner.mining import Corpus
    from aligner.vectors import Cached
    from aligner.workspace import Workspace


VECTORS = "vectors.sqlite"
"""File of the user's cache that keeps vectors of files which are in no workspace."""

LARGEST = 256_000_000
"""Bytes of it beyond which it is begun anew: vectors of about 100,000 sentences."""

logger = logging.getLogger(__name__)


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


@contextmanager
def embedding_files(encoder: str, threads: int | None) -> Iterator[Cached]:
    """As `embedding` for files that are in no workspace: the user's cache keeps their vectors."""
    from aligner.deferred import deferred
    from aligner.vectors import Cached, Sparing
    from aligner.workspace import Workspace

    found = deferred(encoder, threads)
    try:
        store = Workspace.open(vectors())
    except (OSError, InputError) as error:
        logger.warning("vectors are not kept for another run: %s", error)
        yield Cached(found)
        return
    with store:
        yield Cached(found, Sparing(store))


def vectors() -> Path:
    """Where vectors of files are kept; what has become too large is gone."""
    from aligner.e5.weights import user_folder

    folder = user_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / VECTORS
    if path.exists() and path.stat().st_size > LARGEST:
        for each in (path, *(path.with_name(f"{VECTORS}{end}") for end in ("-wal", "-shm"))):
            each.unlink(missing_ok=True)
    return path
