"""`kwic`, `report`: concordance lines, and how consistent the renderings are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glossary.errors import InputError
from glossary.visible import visible
from thuatngu.commands.mine import Concepts, Langs, require
from thuatngu.console import (
    as_terminals_draw,
    columns,
    counted,
    on_terminal,
    say,
    table,
    write,
    write_json,
)
from thuatngu.engine import corpus_of, corpus_store
from thuatngu.exit import ExitCode
from thuatngu.options import Format, Output, Terms, Workspace, add_command
from thuatngu.project import Project, find

if TYPE_CHECKING:
    from aligner.consistency import Figures, Report
    from aligner.model import Document
    from glossary.match import Hit
    from glossary.model import Termbase

_PANEL = "Corpus"
_LINE = "{:>5}  {}[{}]{}"
"""Number of a line, and the keyword in its context."""
_FIGURES = ("lang", "count", "variants", "predom.", "LTCR", "wrong", "impact", "shares")
_NUMBERS = tuple(range(1, 7))
"""Indices of the columns of figures that are numbers."""
SHADES = "█▓▒░"
"""Of renderings by count; the last one of all that are rarer."""


class ReportFormat(StrEnum):
    """How the report is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def kwic(
    term: Annotated[str, typer.Argument(help="A concept id, or words to look for.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Where to look. Default: the workspace.", metavar="[FILE…]"),
    ] = None,
    lang: Langs = None,
    width: Annotated[
        int | None,
        typer.Option(
            min=20,
            help="Cells of the text of a line. Default: what the terminal has, else 78.",
            show_default=False,
        ),
    ] = None,
    output: Format = Output.TEXT,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Show every occurrence of a term in its context.

    A concept id shows all its terms in all languages. Words are matched as terms are: stray spaces
    in Thai, Hindi inflection, and the spelling of Vietnamese tone marks make no difference.
    """
    from aligner.concordance import line
    from glossary.finding import Lines
    from glossary.termfile import load

    project = find(terms, workspace)
    finder = _Finder(load(project.terms), term)
    if width is None:
        width = max(20, columns() - len(_LINE.format(0, "", "", ""))) if on_terminal() else 78
    as_terminals_draw()
    rows: list[Mapping[str, Any]] = []
    unreadable: list[str] = []
    for document in _documents(project, files, unreadable):
        if lang and document.lang not in lang:
            continue
        places = Lines(document.text)
        for hit in finder.find(document):
            shown = line(document.text, (hit.start, hit.end), width, document.lang)
            row, column = places.place(hit.start)
            rows.append(
                {
                    "document": document.name,
                    "line": row,
                    "column": column,
                    "start": hit.start,
                    "end": hit.end,
                    "lang": document.lang,
                    "concept": hit.concept if finder.by_concept else "",
                    "term": hit.term.text if finder.by_concept else term,
                    "left": shown.left,
                    "keyword": shown.keyword,
                    "right": shown.right,
                }
            )
    if output is Output.JSON:
        write_json(rows)
    else:
        _print_lines(rows)
    if unreadable:
        raise typer.Exit(ExitCode.INPUT)


def _print_lines(rows: Sequence[Mapping[str, Any]]) -> None:
    last = ""
    for found in rows:
        if found["document"] != last:
            last = found["document"]
            write(visible(f"{last}\n", keep_lines=True))
        shown = (found[key] for key in ("line", "left", "keyword", "right"))
        write(_LINE.format(*shown) + "\n")
    documents = {row["document"] for row in rows}
    say(f"{counted(len(rows), 'occurrence')} in {counted(len(documents), 'document')}")


class _Finder:
    """Occurrences of a concept's terms, or of words, in documents of any language."""

    def __init__(self, termbase: Termbase, term: str) -> None:
        from glossary.match import Matcher

        self.term = term
        self.by_concept = term in termbase.by_id
        self._termbase = termbase
        self._matchers: dict[str, Matcher] = {}

    def find(self, document: Document) -> Iterator[Hit]:
        """Hits in order of place."""
        from glossary.match import Matcher

        if document.lang not in self._matchers:
            self._matchers[document.lang] = (
                Matcher(self._termbase, document.lang)
                if self.by_concept
                else Matcher.of({self.term: [self.term]}, document.lang)
            )
        end = 0
        for hit in self._matchers[document.lang].find(document.text):
            if (
                hit.concept == self.term and hit.end > end
            ):  # a form inside a longer one is not shown
                end = hit.end
                yield hit


def _documents(
    project: Project, files: list[Path] | None, unreadable: list[str]
) -> Iterator[Document]:
    from aligner.model import Document
    from aligner.reading import Unreadable, read

    if not files:
        with corpus_store(project) as store:
            yield from store.documents()
        return
    for item in read(files):
        if isinstance(item, Unreadable):
            unreadable.append(str(item))
            say(str(item))
        elif isinstance(item, Document):
            yield item


def report(
    concept: Concepts = None,
    lang: Langs = None,
    output: Annotated[
        ReportFormat, typer.Option("--format", help="html: one self-contained page with plots.")
    ] = ReportFormat.TEXT,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write to a file instead of stdout.")
    ] = None,
    limit: Annotated[
        int, typer.Option(min=1, help="Concepts, sources and months to show in the text.")
    ] = 20,
    sure: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Count mined renderings that are as probable as this as new variants. "
            "Default: none before a person accepts it.",
            show_default=False,
        ),
    ] = None,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Show how consistently each concept is rendered, the most to repair first."""
    from aligner.consistency import SURE
    from aligner.consistency import report as figures_of
    from glossary.termfile import load

    project = find(terms, workspace)
    termbase = load(project.terms)
    require(termbase, concept, project)
    with corpus_store(project) as store:
        found = figures_of(
            termbase,
            corpus_of(store),
            store.renderings(),
            langs=lang,
            sure=SURE if sure is None else sure,
        )
    if output is ReportFormat.TEXT:
        if out is not None:
            raise InputError("--out goes with --format json or html")
        _print(found, termbase, concept, limit)
        return
    if output is ReportFormat.JSON:
        import msgspec

        from aligner.report_data import rows as plain

        rows = [row for row in plain(found, termbase) if not concept or row["concept"] in concept]
        text = "".join(msgspec.json.encode(row).decode() + "\n" for row in rows)
    else:
        from aligner.report_page import page

        text = page(found, termbase)
    if out is None:
        write(text)
    else:
        from glossary.durable import write_atomically

        write_atomically(out, text.encode())
        say(f"{out}: written")


def _print(report: Report, termbase: Termbase, concepts: list[str] | None, limit: int) -> None:
    from aligner.consistency import GROUPS

    rows = [row for row in report.rows if not concepts or row.concept in concepts]
    if not rows:
        say("no translation names a concept; 'thuatngu status' shows what the workspace holds")
        return
    shown = rows[:limit]
    figures = [
        (
            row.lang,
            str(row.figures.occurrences),
            _figure(row.figures.effective_variants, 1),
            _figure(row.figures.predominance, 2),
            _figure(row.figures.ltcr, 2),
            str(row.wrong),
            _figure(row.impact, 1),
            bar([v.count for v in row.variants], row.figures.occurrences),
        )
        for row in shown
    ]
    texts = [
        (
            termbase.by_id[row.concept].name,
            ", ".join(f"{v.text} {v.count}" for v in row.variants[:4]),
        )
        for row in shown
    ]
    table(
        _FIGURES,
        figures,
        right=_NUMBERS,
        beside=(("concept", "renderings"), texts),
        below=[": ".join(filter(None, pair)) for pair in texts],
    )
    for lang, total in sorted(report.totals.items()):
        say(
            f"{lang}: {total.occurrences} occurrences, resolution {_figure(total.resolution, 2)}, "
            f"predominance {_with_interval(total, 'predominance')}, "
            f"LTCR {_with_interval(total, 'ltcr')}, "
            f"forbidden {_figure(total.forbidden_rate, 0)} in 1,000"
        )
    if not concepts:
        for by in GROUPS:
            _print_parts(report, by, limit)
    say(f"shares: {SHADES[:-1]} renderings by count, {SHADES[-1]} the rest, · without one")
    if len(rows) > limit:
        say(f"{len(rows) - limit} more; --limit shows them, --format html shows all with plots")


def _print_parts(report: Report, by: str, limit: int) -> None:
    """The figures of each source or month, where there are several: the last months, and the
    sources that most is of."""
    from aligner.consistency import parted

    parts = parted(report, by)
    if len({name for _, name in parts}) < 2:
        return
    chosen = list(parts)[-limit:]
    if by == "source":
        chosen = sorted(parts, key=lambda part: (-parts[part].occurrences, part))[:limit]
    write("\n")
    table(
        (by, "lang", "count", "variants", "predom.", "LTCR"),
        [
            (
                visible(name),
                lang,
                str(figures.occurrences),
                _figure(figures.effective_variants, 1),
                _with_interval(figures, "predominance"),
                _with_interval(figures, "ltcr"),
            )
            for (lang, name), figures in ((part, parts[part]) for part in chosen)
        ],
        right=(2, 3, 4, 5),
    )


def bar(counts: Sequence[int], total: int, cells: int = 10) -> str:
    """The shares of renderings as so many cells, each a shade lighter; dots are without one."""
    drawn = ""
    done = 0
    for place, count in enumerate(counts):
        done += count
        drawn += SHADES[min(place, len(SHADES) - 1)] * (round(cells * done / total) - len(drawn))
    return drawn.ljust(cells, "·")


def _with_interval(figures: Figures, name: str) -> str:
    """A figure, with where 95 % of samples of the documents have it."""
    value = _figure(getattr(figures, name), 2)
    if name not in figures.intervals:
        return value
    low, high = figures.intervals[name]
    return f"{value} ({_figure(low, 2)}–{_figure(high, 2)})"


def _figure(value: float, places: int) -> str:
    return "-" if math.isnan(value) else f"{value:.{places}f}"


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    add_command(
        app,
        kwic,
        _PANEL,
        "thuatngu kwic dan-van --lang th",
        "thuatngu kwic 'hệ thống chính trị'",
        "thuatngu kwic ระบบการเมือง th.txt --width 100",
    )
    add_command(
        app,
        report,
        _PANEL,
        "thuatngu report",
        "thuatngu report --concept dan-van --lang th",
        "thuatngu report --format html --out report.html",
    )
