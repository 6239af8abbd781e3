"""`align`: beads between two files, or between all documents of the workspace."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glossary.errors import InputError
from thuatngu.console import counted, on_terminal, progress, say, stdout_console, write, write_json
from thuatngu.engine import corpus_store, embedding, embedding_files
from thuatngu.options import (
    DEFAULT_ENCODER,
    EncoderName,
    Lang,
    Terms,
    Threads,
    Workspace,
    add_command,
)
from thuatngu.project import Project, find

if TYPE_CHECKING:
    from aligner.alignment.relation import Relation
    from aligner.alignment.sides import Side
    from aligner.model import Bitext, Document, Sketch, Vectors
    from aligner.vectors import Cached
    from aligner.workspace import Workspace as Store


PAGE = 100
"""Cells of a line where stdout is no terminal."""


class BitextFormat(StrEnum):
    """How beads are written."""

    TEXT = "text"
    JSON = "json"
    TSV = "tsv"
    TMX = "tmx"
    XLIFF = "xliff"


class Cut(StrEnum):
    """Where segments come from."""

    AUTO = "auto"
    LINES = "lines"


class Told(StrEnum):
    """How the two documents relate."""

    AUTO = "auto"
    PARALLEL = "parallel"
    COMPARABLE = "comparable"


def align(
    source: Annotated[
        Path | None,
        typer.Argument(help="A file. Default: all pairs of the workspace.", show_default=False),
    ] = None,
    target: Annotated[
        Path | None, typer.Argument(help="Its translation.", show_default=False)
    ] = None,
    output: Annotated[
        BitextFormat,
        typer.Option("--format", help="json: a line with the signature, then a bead a line."),
    ] = BitextFormat.TEXT,
    segments: Annotated[
        Cut,
        typer.Option(help="auto: sentences and Thai atoms; lines: one segment a line, as given."),
    ] = Cut.AUTO,
    mode: Annotated[
        Told, typer.Option(help="auto decides whether the two are translations, and says so.")
    ] = Told.AUTO,
    source_lang: Annotated[
        Lang | None, typer.Option(help="Default: found from the text.", show_default=False)
    ] = None,
    target_lang: Annotated[
        Lang | None, typer.Option(help="Default: found from the text.", show_default=False)
    ] = None,
    via: Annotated[
        Path | None,
        typer.Option(
            "--via",
            help="The text that both were translated from: the beads agree with theirs to it.",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", help="Write one page with the two texts side by side.", show_default=False
        ),
    ] = None,
    encoder: EncoderName = DEFAULT_ENCODER,
    threads: Threads = None,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Match equivalent sentences, and leave alone what has no partner.

    With two files, the beads go to stdout, how the texts relate to stderr, and nothing is kept but
    vectors, in your cache; any two of vi, th, hi and en will do, in either direction. --via names
    the source of both, and the beads agree with theirs to it.

    Without files, every pair of documents of the workspace that belong together is aligned, and the
    beads are kept; pairs that were aligned before are not aligned again. Documents belong together
    by the address of their source; those without one are paired by what they are about, by
    numbers and names, if their alignment confirms it. Where the Vietnamese source is there, the
    beads of its translations agree with theirs to it. Versions of one page are aligned once.
    """
    project = find(terms, workspace)
    if source is None:
        if via is not None:
            raise InputError("--via takes two files, translations of the one that it names")
        if html is not None or output in (BitextFormat.TMX, BitextFormat.XLIFF):
            raise InputError(f"--{'html' if html else 'format ' + output} takes two files")
        _align_workspace(project, output, encoder, threads)
    elif target is None:
        raise InputError("align takes two files, or none for the pairs of the workspace")
    else:
        sides = _side(source, source_lang, segments), _side(target, target_lang, segments)
        pivot = _side(via, None, segments) if via is not None else None
        with embedding_files(encoder, threads) as embedder:
            bitext, relation = _aligned(*sides, mode, embedder)
            if pivot is not None:
                bitext = _through(pivot, *sides, bitext, embedder)
        names = (source.name, target.name)
        if html is not None:
            reason = relation.reason() if relation else "as told"
            _write_page(html, bitext, *sides, names=names, reason=reason)
        _print(bitext, *sides, output, names=names, terms=project.terms)
        _summarise(bitext, *sides, relation)


def _side(path: Path, lang: str | None, cut: Cut) -> Side:
    from aligner.alignment.sides import Side
    from aligner.model import Document
    from aligner.reading import read_file
    from aligner.segment import segment, segment_lines

    if cut is Cut.LINES:
        from glossary.checks.checker import read_text
        from glossary.languages import detect

        text = read_text(path)
        return Side(text, segment_lines(text), lang or detect(text) or "", str(path))
    found = list(read_file(path, lang))
    if len(found) != 1 or not isinstance(found[0], Document):
        refused = next((item for item in found if not isinstance(item, Document)), None)
        raise InputError(
            # The options of this command are named otherwise.
            str(refused).replace("--lang", "--source-lang or --target-lang")
            if refused
            else f"{path}: holds {len(found)} texts; align takes one each"
        )
    document = found[0]
    parts = segment(document.text, document.lang, document.marks)
    return Side(document.text, parts, document.lang, document.id)


def _aligned(
    source: Side, target: Side, mode: Told, embedder: Cached
) -> tuple[Bitext, Relation | None]:
    """Two texts aligned, and how they relate where that was not told."""
    from aligner.alignment import align_and_relate
    from aligner.model import Mode

    with progress("Encoding") as update:

        def embed(texts: Sequence[str]) -> Vectors:
            return embedder.embed(texts, update)

        def sketches(texts: Sequence[str]) -> Sequence[Sketch] | None:
            return embedder.sketches(texts, update)

        told = None if mode is Told.AUTO else Mode(mode.value)
        return align_and_relate(
            source, target, embed, mode=told, encoder=embedder.signature, sketches=sketches
        )


def _through(pivot: Side, source: Side, target: Side, bitext: Bitext, embedder: Cached) -> Bitext:
    """The alignment of two translations, made to agree with the text that both were made from."""
    from aligner.alignment.pivot import agreed, through

    ways = [_aligned(pivot, side, Told.AUTO, embedder)[0] for side in (source, target)]
    if any(each.mode != "parallel" for each in (*ways, bitext)):
        say(f"{pivot.id}: is no source of both texts, or they are no translations; it is not used")
        return bitext
    return agreed(bitext, through(*ways))


def beads_between(
    source: Path, target: Path, target_lang: str, encoder: str, threads: int | None
) -> list[tuple[tuple[int, int] | None, tuple[int, int] | None]]:
    """Spans of the beads of two plain files, for a check of the one against the other."""
    sides = _side(source, None, Cut.AUTO), _side(target, target_lang or None, Cut.AUTO)
    with embedding_files(encoder, threads) as embedder:
        bitext, _ = _aligned(*sides, Told.AUTO, embedder)
    return [(sides[0].span(bead.source), sides[1].span(bead.target)) for bead in bitext.beads]


def _write_page(
    path: Path,
    bitext: Bitext,
    source: Side,
    target: Side,
    names: tuple[str, str],
    reason: str,
) -> None:
    from aligner.bitext_page import page
    from glossary.durable import write_atomically

    write_atomically(path, page(bitext, source, target, names, reason).encode())
    say(f"{path}: written")


def _print(
    bitext: Bitext,
    source: Side,
    target: Side,
    output: BitextFormat,
    *,
    names: tuple[str, str],
    terms: Path,
) -> None:
    from aligner.alignment import bitext_rows

    if output is BitextFormat.JSON:
        write_json(bitext_rows(bitext, source, target))
        return
    if output is BitextFormat.TSV:
        write("".join(f"{line}\n" for line in _tsv(bitext, source, target)))
        return
    if output in (BitextFormat.TMX, BitextFormat.XLIFF):
        from glossary.formats.bitext import Text, write_tmx, write_xliff
        from glossary.termfile import load

        pairs = [
            (source.line(bead.source), target.line(bead.target), bead.score)
            for bead in bitext.beads
        ]
        texts = [Text(names[0], tuple(pairs))]
        write(
            write_tmx(texts, source.lang, target.lang, bitext.signature).decode()
            if output is BitextFormat.TMX
            else write_xliff(texts, source.lang, target.lang, load(terms)).decode()
        )
        return
    _draw(bitext, source, target, names)


def _summarise(bitext: Bitext, source: Side, target: Side, relation: Relation | None) -> None:
    """How the texts relate and why, and how much of them found a partner."""
    from aligner.bitext_page import counts, doubtful_below

    least = doubtful_below(source, target)
    held = counts(bitext, least)
    kind = (
        "translations" if bitext.mode == "parallel" else "on one subject at most, no translations"
    )
    if relation:
        why = f"{relation.reason()}; --mode decides otherwise"
    elif source.content and target.content:
        why = "as told by --mode"
    else:
        empty = target if source.content else source
        say(f"{empty.id}: holds no sentence, so nothing can be aligned with it")
        return
    say(f"{bitext.mode}: {kind} ({why})")
    say(
        f"{counted(held.paired, 'bead')}, {held.doubtful} of them doubtful (below {least}); "
        f"without a partner: {counted(held.source_alone, 'source segment')}, "
        f"{counted(held.target_alone, 'target segment')}"
    )


def _tsv(bitext: Bitext, source: Side, target: Side) -> Iterator[str]:
    for bead in bitext.beads:
        if bead.source and bead.target:
            cells = (source.line(bead.source), target.line(bead.target), f"{bead.score:.4f}")
            yield "\t".join(cells)


def _draw(bitext: Bitext, source: Side, target: Side, names: tuple[str, str]) -> None:
    """Beads as two columns under their score, in colour by score where stdout is a terminal."""
    from rich.text import Text

    from thuatngu.side_by_side import lines

    console = stdout_console()
    for line in lines(
        bitext,
        source,
        target,
        names,
        console.width if on_terminal() or "COLUMNS" in os.environ else PAGE,
    ):
        console.print(Text.assemble(*line), soft_wrap=True)


def _align_workspace(
    project: Project, output: BitextFormat, encoder: str, threads: int | None
) -> None:
    from aligner.encoder import processors
    from thuatngu.corpus_alignment import align_corpus

    with corpus_store(project) as store:
        embedder = embedding(encoder, threads, store)
        found = align_corpus(store, embedder, threads or processors())
        if output is not BitextFormat.TEXT:
            for source, target in found.tied:
                _print_kept(store, source, target, output)


def _print_kept(store: Store, source: Document, target: Document, output: BitextFormat) -> None:
    """A bitext of the workspace, the first line of which also names its documents in JSON."""
    from aligner.alignment import bitext_rows
    from aligner.pairing import side_of

    bitext = store.bitext(source.id, target.id)
    if bitext is None:
        return
    sides = side_of(store, source), side_of(store, target)
    if output is BitextFormat.TSV:
        write("".join(f"{line}\n" for line in _tsv(bitext, *sides)))
        return
    head, *beads = bitext_rows(bitext, *sides)
    write_json([{**head, "documents": [source.name, target.name]}, *beads])


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    add_command(
        app,
        align,
        "Corpus",
        "thuatngu align",
        "thuatngu align vi.txt th.txt",
        "thuatngu align th.txt hi.txt --format json > beads.jsonl",
        "thuatngu align vi.txt th.txt --format tmx --html beads.html > memory.tmx",
        "thuatngu align th.txt hi.txt --via vi.txt",
        "thuatngu align a.th b.hi --segments lines --mode parallel",
    )
