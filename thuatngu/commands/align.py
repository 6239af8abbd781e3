"""`align`: beads between two files, or between every tied pair of the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glossary.errors import InputError
from glossary.model import SOURCE_LANG
from thuatngu.console import progress, say, stdout_console, write, write_json
from thuatngu.engine import corpus_store, embedding
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
    from aligner.alignment.sides import Side
    from aligner.model import Bitext, Document
    from aligner.workspace import Workspace as Store


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


class Relation(StrEnum):
    """How the two documents relate."""

    AUTO = "auto"
    PARALLEL = "parallel"
    COMPARABLE = "comparable"


def align(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="A file. Default: every tied pair of the workspace.", show_default=False
        ),
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
        Relation, typer.Option(help="auto decides whether the two are translations, and says so.")
    ] = Relation.AUTO,
    source_lang: Annotated[
        Lang | None, typer.Option(help="Default: found from the text.", show_default=False)
    ] = None,
    target_lang: Annotated[
        Lang | None, typer.Option(help="Default: found from the text.", show_default=False)
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

    With two files, the beads go to stdout and nothing is kept. Without, every pair of documents
    that are tied by the address of their source is aligned, and the beads are kept in the
    workspace; pairs that were aligned before are not aligned again. Where the Vietnamese source is
    there, the beads of its translations agree with theirs to it.
    """
    project = find(terms, workspace)
    if source is None:
        if html is not None or output in (BitextFormat.TMX, BitextFormat.XLIFF):
            raise InputError(f"--{'html' if html else 'format ' + output} takes two files")
        _align_workspace(project, output, encoder, threads)
    elif target is None:
        raise InputError("align takes two files, or none for the pairs of the workspace")
    else:
        sides = _side(source, source_lang, segments), _side(target, target_lang, segments)
        bitext = _aligned(*sides, mode, encoder, threads)
        if html is not None:
            _write_page(html, bitext, *sides, names=(source.name, target.name))
        _print(bitext, *sides, output, name=str(source))


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
            str(refused) if refused else f"{path}: holds {len(found)} texts; align takes one each"
        )
    document = found[0]
    parts = segment(document.text, document.lang, document.marks)
    return Side(document.text, parts, document.lang, document.id)


def _aligned(
    source: Side, target: Side, mode: Relation, encoder: str, threads: int | None
) -> Bitext:
    from aligner.alignment import align_segments
    from aligner.model import Mode

    embedder = embedding(encoder, threads, None)
    return align_segments(
        source,
        target,
        embedder.embed,
        mode=None if mode is Relation.AUTO else Mode(mode.value),
        encoder=embedder.signature,
    )


def beads_between(
    source: Path, target: Path, target_lang: str, encoder: str, threads: int | None
) -> list[tuple[tuple[int, int] | None, tuple[int, int] | None]]:
    """Spans of the beads of two plain files, for a check of the one against the other."""
    sides = _side(source, None, Cut.AUTO), _side(target, target_lang or None, Cut.AUTO)
    bitext = _aligned(*sides, Relation.AUTO, encoder, threads)
    return [(sides[0].span(bead.source), sides[1].span(bead.target)) for bead in bitext.beads]


def _write_page(
    path: Path, bitext: Bitext, source: Side, target: Side, names: tuple[str, str]
) -> None:
    from aligner.bitext_page import page
    from glossary.durable import write_atomically

    write_atomically(path, page(bitext, source, target, names).encode())
    say(f"{path}: written")


def _print(bitext: Bitext, source: Side, target: Side, output: BitextFormat, *, name: str) -> None:
    from aligner.alignment import bitext_rows

    if output is BitextFormat.JSON:
        write_json(bitext_rows(bitext, source, target))
        return
    if output is BitextFormat.TSV:
        write("".join(f"{line}\n" for line in _tsv(bitext, source, target)))
        return
    if output in (BitextFormat.TMX, BitextFormat.XLIFF):
        from glossary.formats.bitext import Text, write_tmx, write_xliff

        pairs = [
            (_text(source, bead.source), _text(target, bead.target), bead.score)
            for bead in bitext.beads
        ]
        texts = [Text(name, tuple(pairs))]
        write(
            write_tmx(texts, source.lang, target.lang, bitext.signature).decode()
            if output is BitextFormat.TMX
            else write_xliff(texts, source.lang, target.lang).decode()
        )
        return
    _draw(bitext, source, target)
    paired = sum(bool(bead.source and bead.target) for bead in bitext.beads)
    say(f"{bitext.mode}: {paired} beads, {len(bitext.beads) - paired} segments without a partner")


def _tsv(bitext: Bitext, source: Side, target: Side) -> Iterator[str]:
    for bead in bitext.beads:
        if bead.source and bead.target:
            cells = (_text(source, bead.source), _text(target, bead.target), f"{bead.score:.4f}")
            yield "\t".join(cells)


def _text(side: Side, indices: tuple[int, ...]) -> str:
    span = side.span(indices)
    return " ".join(side.text[slice(*span)].split()) if span else ""


def _draw(bitext: Bitext, source: Side, target: Side) -> None:
    """Beads as two columns under their score, in colour by score where stdout is a terminal."""
    from rich.table import Table
    from rich.text import Text

    from glossary.visible import visible

    grid = Table.grid(padding=(0, 2))
    for ratio in (None, 1, 1):
        grid.add_column(ratio=ratio, overflow="fold")
    for bead in bitext.beads:
        paired = bool(bead.source and bead.target)
        colour = "dim" if not paired else "green" if bead.score >= 0.9 else "yellow"
        grid.add_row(
            Text(f"{bead.score:.2f}" if paired else "   -", style=colour),
            Text(visible(_text(source, bead.source)), style="" if paired else "dim"),
            Text(visible(_text(target, bead.target)), style="" if paired else "dim"),
        )
        grid.add_row()
    console = stdout_console()
    grid.expand = True
    console.print(grid)


def _align_workspace(
    project: Project, output: BitextFormat, encoder: str, threads: int | None
) -> None:
    from aligner.alignment import align_segments
    from aligner.alignment.configuration import FROZEN
    from aligner.alignment.sides import Side
    from aligner.given import SIGNATURE
    from aligner.slugs import pairs

    with corpus_store(project) as store:
        documents = {document.id: document for document in store.documents()}
        tied = list(pairs(documents.values()))
        embedder = embedding(encoder, threads, store)
        signature = FROZEN.signature(embedder.signature)
        done = store.bitext_signatures()
        open_pairs = [
            (source, target)
            for source, target in tied
            if done.get((source.id, target.id)) not in (signature, SIGNATURE)
        ]
        sources: dict[str, list[str]] = {}
        for document in documents.values():
            if document.lang == SOURCE_LANG:
                sources.setdefault(document.slug, []).append(document.id)
        beads = parallel = 0
        with progress("Aligning") as update:
            for number, (source, target) in enumerate(open_pairs, start=1):
                sides = [
                    Side(each.text, store.segments(each.id), each.lang, each.id)
                    for each in (source, target)
                ]
                bitext = align_segments(
                    sides[0],
                    sides[1],
                    embedder.embed,
                    encoder=embedder.signature,
                )
                for pivot in sources.get(source.slug, ()):
                    bitext = _agreeing(store, pivot, bitext)
                store.save_bitext(bitext)
                beads += sum(bool(bead.source and bead.target) for bead in bitext.beads)
                parallel += bitext.mode == "parallel"
                update(number, len(open_pairs))
        if output is not BitextFormat.TEXT:
            for source, target in tied:
                _print_kept(store, source, target, output)
    say(
        f"{len(open_pairs)} pairs aligned, {len(tied) - len(open_pairs)} were done: {beads} beads; "
        f"{parallel} pairs are translations, {len(open_pairs) - parallel} only comparable"
    )
    if not tied:
        say("no document shares its source's address with another; give two files to align them")


def _print_kept(store: Store, source: Document, target: Document, output: BitextFormat) -> None:
    """A bitext of the workspace, the first line of which also names its documents in JSON."""
    from aligner.alignment import bitext_rows
    from aligner.alignment.sides import Side

    bitext = store.bitext(source.id, target.id)
    if bitext is None:
        return
    sides = [
        Side(each.text, store.segments(each.id), each.lang, each.id) for each in (source, target)
    ]
    if output is BitextFormat.TSV:
        write("".join(f"{line}\n" for line in _tsv(bitext, *sides)))
        return
    head, *beads = bitext_rows(bitext, *sides)
    write_json([{**head, "documents": [source.name, target.name]}, *beads])


def _agreeing(store: Store, pivot: str, bitext: Bitext) -> Bitext:
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
        "thuatngu align a.th b.hi --segments lines --mode parallel",
    )
