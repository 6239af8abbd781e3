# ruff: noqa: S608 -- queries are put together from our own clauses; every value is bound.
"""The workspace: one SQLite file that holds what the program has read, worked out and been told.

Everything in it can be made again from the corpus, but for the log of decisions,
which is appended to and never changed. So that no decision is lost, the file runs
in WAL mode with ``synchronous=FULL``: what `Workspace.append` has returned from
survives a killed process and a power cut (https://www.sqlite.org/wal.html).

A `Workspace` owns one connection and a lock: any thread may use it, one at a
time. Several processes may use one file; each write is one immediate transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import msgspec

from aligner import packing
from aligner.database import Database, Execute
from aligner.inventory import Added, Counts, Entry, Tally
from aligner.model import Bitext, Document, Occurrence, Rendering, Segment
from glossary.decision import Decision


class Workspace(Database):
    """One workspace file, open. Use it as a context manager, or `close` it."""

    def add(self, documents: Iterable[Document | Bitext]) -> Added:
        """Keep documents, each with its segments, and the bitexts that files gave.

        A document is known by its content; adding it again changes nothing. When
        a file (`Document.name`) brings another text than before, the former version is
        dropped unless another file holds it, with the bitexts and renderings
        that rest on it. Documents are kept in batches, so whoever interrupts keeps
        what was read until then.
        """
        new: dict[str, None] = {}
        known: dict[str, None] = {}
        for batch in packing.batches(documents):
            pages = [item for item in batch if isinstance(item, Document)]
            there = self._among(page.id for page in pages)
            # Outside the transaction, so that other programs need not wait for it.
            cut = {page.id: packing.segments(page) for page in pages if page.id not in there}
            with self._writing() as execute:
                for page in pages:
                    fresh = self._keep(execute, page, cut)
                    if page.id not in new:
                        (new if fresh else known)[page.id] = None
                for item in batch:
                    if isinstance(item, Bitext):
                        self._keep_given(execute, item)
        with self._writing() as execute:
            dropped = self._drop_orphans(execute)
        return Added(tuple(new), tuple(known), dropped)

    def _among(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that documents have."""
        found: set[str] = set()
        with self._reading() as execute:
            for part in packing.chunks(ids):
                marks = ", ".join("?" * len(part))
                rows = execute(f"SELECT id FROM document WHERE id IN ({marks})", part)
                found.update(row[0] for row in rows)
        return found

    def _keep(
        self,
        execute: Execute,
        document: Document,
        cut: Mapping[str, Sequence[Segment]],
    ) -> bool:
        execute(
            "INSERT INTO source VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET document = excluded.document",
            (document.name, document.id),
        )
        if execute("SELECT 1 FROM document WHERE id = ?", (document.id,)).fetchone():
            return False
        segments = cut.get(document.id) or packing.segments(document)
        execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                document.name,
                document.lang,
                document.url,
                document.slug,
                document.published,
                len(document.text),
                len(segments),
            ),
        )
        execute(
            "INSERT INTO body VALUES (?, ?, ?, ?, ?)",
            (
                document.id,
                document.text,
                packing.pack((mark.start, mark.end, mark.kind) for mark in document.marks),
                packing.pack((part.start, part.end, part.kind) for part in segments),
                bool(document.units),
            ),
        )
        return True

    def _keep_given(self, execute: Execute, bitext: Bitext) -> None:
        found = execute(
            "SELECT signature FROM bitext WHERE source = ? AND target = ?",
            (bitext.source, bitext.target),
        ).fetchone()
        if found is None or found[0] != bitext.signature:
            self.save_bitext(bitext)

    def _drop_orphans(self, execute: Execute) -> tuple[str, ...]:
        ids = tuple(
            row[0]
            for row in execute(
                "SELECT id FROM document WHERE id NOT IN (SELECT document FROM source) ORDER BY id"
            )
        )
        if ids:
            self._drop(execute, ids)
        return ids

    def _drop(self, execute: Execute, ids: Sequence[str]) -> None:
        execute("CREATE TEMP TABLE gone (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._connection.executemany("INSERT INTO gone VALUES (?)", [(id_,) for id_ in ids])
        among = "IN (SELECT id FROM gone)"
        execute(f"DELETE FROM bitext WHERE source {among} OR target {among}")
        execute(
            "CREATE TEMP TABLE unfounded AS"
            f" SELECT DISTINCT rendering AS id FROM evidence WHERE document {among}"
        )
        unfounded = "IN (SELECT id FROM unfounded)"
        execute(f"DELETE FROM evidence WHERE rendering {unfounded}")
        renderings = execute(f"DELETE FROM rendering WHERE id {unfounded}").rowcount
        if renderings:
            self._count_renderings(execute)
        execute(f"DELETE FROM source WHERE document {among}")
        execute(f"DELETE FROM body WHERE document {among}")
        execute(f"DELETE FROM document WHERE id {among}")
        execute("DROP TABLE unfounded")
        execute("DROP TABLE gone")

    def documents(self, lang: str | None = None) -> tuple[Document, ...]:
        """All documents, or those of one language, in order of id; see also `catalogue`."""
        return tuple(self._documents("lang = ?" if lang else "", (lang,) if lang else ()))

    def document(self, id: str) -> Document:  # noqa: A002, the field's name
        """One document.

        Raises:
            KeyError: there is none with that id.
        """
        for document in self._documents("id = ?", (id,)):
            return document
        raise KeyError(id)

    def _documents(self, where: str, values: tuple[Any, ...]) -> list[Document]:
        with self._reading() as execute:
            rows = execute(
                "SELECT id, name, lang, text, url, slug, published, marks,"
                " CASE given WHEN 1 THEN body.segments END"
                " FROM document JOIN body ON body.document = id"
                f" {'WHERE ' + where if where else ''} ORDER BY id",
                values,
            )
            return [packing.document(*row) for row in rows]

    def catalogue(self, lang: str | None = None) -> tuple[Entry, ...]:
        """All documents without their text, in order of id: cheap with a big corpus."""
        with self._reading() as execute:
            rows = execute(
                "SELECT id, name, lang, url, slug, published, length, segments FROM document"
                f" {'WHERE lang = ?' if lang else ''} ORDER BY id",
                (lang,) if lang else (),
            )
            return tuple(Entry(*row) for row in rows)

    def segments(self, document_id: str) -> tuple[Segment, ...]:
        """Segments of a document, in order, as they were cut when it was added.

        Raises:
            KeyError: there is no such document.
        """
        with self._reading() as execute:
            row = execute("SELECT segments FROM body WHERE document = ?", (document_id,)).fetchone()
            if row is None:
                raise KeyError(document_id)
            return tuple(Segment(*part) for part in packing.unpack(row[0]))

    def save_bitext(self, bitext: Bitext) -> None:
        """Keep an alignment, in place of a former one of the two documents."""
        with self._writing() as execute:
            execute(
                "INSERT INTO bitext VALUES (?, ?, ?, ?) ON CONFLICT (source, target) DO UPDATE"
                " SET signature = excluded.signature, data = excluded.data",
                (bitext.source, bitext.target, bitext.signature, msgspec.json.encode(bitext)),
            )

    def bitexts(self, document_id: str | None = None) -> tuple[Bitext, ...]:
        """All alignments, or those of one document, in order of source and target id."""
        where = "WHERE source = ?1 OR target = ?1" if document_id else ""
        return self._bitexts(where, (document_id,) if document_id else ())

    def bitext(self, source: str, target: str) -> Bitext | None:
        """The alignment of two documents in that direction, or None."""
        found = self._bitexts("WHERE source = ? AND target = ?", (source, target))
        return found[0] if found else None

    def _bitexts(self, where: str, values: tuple[Any, ...]) -> tuple[Bitext, ...]:
        with self._reading() as execute:
            rows = execute(f"SELECT data FROM bitext {where} ORDER BY source, target", values)
            return tuple(packing.decoded(row[0], Bitext) for row in rows)

    def bitext_signatures(self) -> dict[tuple[str, str], str]:
        """Signature of each alignment by (source, target): which pairs are done, cheaply."""
        with self._reading() as execute:
            rows = execute("SELECT source, target, signature FROM bitext ORDER BY source, target")
            return {(source, target): signature for source, target, signature in rows}

    def vectors(self, hashes: Iterable[str], signature: str) -> dict[str, bytes]:
        """Vectors that are kept, as they were saved, by hash; those that are not are left out.

        Args:
            hashes: of the texts; repeated ones do no harm.
            signature: of the encoder.
        """
        found: dict[str, bytes] = {}
        with self._reading() as execute:
            encoder = execute("SELECT id FROM encoder WHERE signature = ?", (signature,)).fetchone()
            if encoder is None:
                return found
            for part in packing.chunks(dict.fromkeys(hashes)):
                rows = execute(
                    "SELECT hash, data FROM vector WHERE encoder = ?"
                    f" AND hash IN ({', '.join('?' * len(part))})",
                    (*encoder, *part),
                )
                found.update(rows)
        return found

    def save_vectors(self, rows: Iterable[tuple[str, bytes]], signature: str) -> None:
        """Keep vectors by hash, all or none; a hash that is kept already stays as it is."""
        with self._writing() as execute:
            execute("INSERT OR IGNORE INTO encoder (signature) VALUES (?)", (signature,))
            (number,) = execute(
                "SELECT id FROM encoder WHERE signature = ?", (signature,)
            ).fetchone()
            self._connection.executemany(
                "INSERT OR IGNORE INTO vector VALUES (?, ?, ?)",
                ((number, key, data) for key, data in rows),
            )

    def save_renderings(self, signature: str, rows: Iterable[Rendering]) -> None:
        """Keep what was mined, in place of all that was mined before.

        Args:
            signature: of the miner; `meta` gives it back as ``renderings``.
            rows: in any order.
        """
        with self._writing() as execute:
            execute("DELETE FROM evidence")
            execute("DELETE FROM rendering")
            # Dropped and made again, the index is built by one sort.
            execute("DROP INDEX rendering_order")
            for first, part in packing.numbered(rows, 5_000):
                self._connection.executemany(
                    "INSERT INTO rendering VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        (
                            number,
                            row.concept,
                            row.lang,
                            row.rank,
                            row.count,
                            row.status,
                            packing.without_evidence(row),
                        )
                        for number, row in enumerate(part, first)
                    ),
                )
                self._connection.executemany(
                    "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?)",
                    sorted(
                        (number, at.document, at.start, at.end)
                        for number, row in enumerate(part, first)
                        for at in row.evidence
                    ),
                )
            execute("CREATE INDEX rendering_order ON rendering (concept, lang, rank)")
            self._count_renderings(execute)
            self.set_meta("renderings", signature)
            self.set_meta("renderings-of", self._mined())

    def _count_renderings(self, execute: Execute) -> None:
        execute("DELETE FROM tally")
        execute(
            "INSERT INTO tally SELECT concept, lang, count(*), sum(count),"
            " total(count) FILTER (WHERE status <> 'new'),"
            " coalesce(total(count) FILTER (WHERE status <> 'new')"
            " - total(count * count) FILTER (WHERE status <> 'new')"
            " / nullif(total(count) FILTER (WHERE status <> 'new'), 0), 0)"
            " + total(count) FILTER (WHERE status = 'deprecated')"
            " FROM rendering GROUP BY concept, lang"
        )

    def renderings(
        self,
        concept: str | None = None,
        lang: str | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
        evidence: int | None = None,
    ) -> tuple[Rendering, ...]:
        """A page of what was mined, in order of concept, language and rank.

        Args:
            concept: only those of this concept.
            lang: only those of this language.
            limit: how many rows at most.
            offset: how many rows to leave out before.
            evidence: how many occurrences each row brings at most; None brings all.
        """
        where = " AND ".join(
            clause for clause, value in (("concept = ?", concept), ("lang = ?", lang)) if value
        )
        values = tuple(value for value in (concept, lang) if value)
        with self._reading() as execute:
            rows = execute(
                "SELECT id, data FROM rendering WHERE id IN ("
                f"SELECT id FROM rendering {'WHERE ' + where if where else ''}"
                " ORDER BY concept, lang, rank, id LIMIT ? OFFSET ?)"
                " ORDER BY concept, lang, rank, id",
                (*values, -1 if limit is None else limit, offset),
            ).fetchall()
            if evidence == 0:
                return tuple(packing.decoded(data, Rendering) for _, data in rows)
            return tuple(
                replace(
                    packing.decoded(data, Rendering),
                    evidence=self._evidence(execute, number, evidence),
                )
                for number, data in rows
            )

    def _evidence(
        self, execute: Execute, rendering: int, limit: int | None
    ) -> tuple[Occurrence, ...]:
        if limit == 0:
            return ()
        found = execute(
            'SELECT document, start, "end" FROM evidence WHERE rendering = ?'
            ' ORDER BY document, start, "end" LIMIT ?',
            (rendering, -1 if limit is None else limit),
        )
        return tuple(Occurrence(*row) for row in found)

    def tallies(self) -> tuple[Tally, ...]:
        """How much each concept and language has, in that order, without reading renderings."""
        with self._reading() as execute:
            rows = execute(
                "SELECT concept, lang, renderings, occurrences, listed, repair FROM tally"
                " ORDER BY concept, lang"
            )
            return tuple(Tally(*row) for row in rows)

    def append(self, *decisions: Decision) -> None:
        """Add decisions to the log; they are on the disk when this returns.

        A decision whose id is in the log already is left out, so a colleague's log can
        be appended twice.
        """
        with self._writing():
            self._connection.executemany(
                "INSERT INTO decision VALUES"
                " ((SELECT coalesce(max(number), 0) + 1 FROM decision), ?, ?, ?)"
                " ON CONFLICT (id) DO NOTHING",
                [(made.id, made.concept, msgspec.json.encode(made)) for made in decisions],
            )

    def decisions(self, concept: str | None = None, *, after: int = 0) -> tuple[Decision, ...]:
        """The log, or the part of it that is about one concept, oldest first.

        Args:
            concept: only those of this concept.
            after: leave out the first so many of the log: what is new since `Counts.decisions`
                or the length of an earlier answer was `after`.
        """
        where = "number > ?" + (" AND concept = ?" if concept is not None else "")
        with self._reading() as execute:
            rows = execute(
                f"SELECT data FROM decision WHERE {where} ORDER BY number",
                (after, concept) if concept is not None else (after,),
            )
            return tuple(packing.decoded(row[0], Decision) for row in rows)

    def counts(self) -> Counts:
        """How much of everything there is."""
        with self._reading() as execute:
            langs = dict(execute("SELECT lang, count(*) FROM document GROUP BY lang ORDER BY lang"))

            def one(query: str) -> int:
                return int(execute(query).fetchone()[0])

            return Counts(
                documents=langs,
                segments=one("SELECT coalesce(sum(segments), 0) FROM document"),
                bitexts=one("SELECT count(*) FROM bitext"),
                vectors=one(  # and no sketches, see `aligner.vectors.sketch_signature`
                    "SELECT count(*) FROM vector WHERE encoder IN"
                    " (SELECT id FROM encoder WHERE signature NOT LIKE '%/sketch-%')"
                ),
                renderings=one("SELECT coalesce(sum(renderings), 0) FROM tally"),
                decisions=one("SELECT coalesce(max(number), 0) FROM decision"),
                stale=bool(self.meta("renderings")) and self.meta("renderings-of") != self._mined(),
            )

    def changes(self) -> int:
        """A number that is another one after another program, or connection, wrote to the file."""
        with self._reading() as execute:
            return int(execute("PRAGMA data_version").fetchone()[0])

    def corpus(self) -> str:
        """Fingerprint of which documents there are, whatever the order they came in."""
        digest = sha256()
        with self._reading() as execute:
            for row in execute("SELECT id FROM document ORDER BY id"):
                digest.update(f"{row[0]}\n".encode())
        return digest.hexdigest()[:16]

    def _mined(self) -> str:
        """Fingerprint of what is mined: the documents, and by what which of them are aligned."""
        digest = sha256(self.corpus().encode())
        for pair, signature in self.bitext_signatures().items():
            digest.update(" ".join((*pair, signature, "\n")).encode())
        return digest.hexdigest()[:16]

    def meta(self, key: str) -> str | None:
        """A value kept under a name, or None."""
        with self._reading() as execute:
            row = execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value under a name, in place of a former one."""
        with self._writing() as execute:
            execute(
                "INSERT INTO meta VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
