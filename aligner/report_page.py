"""The consistency report as a page of its own: one HTML file, its plots drawn as SVG inside it.

Nothing is loaded from anywhere, and no text of the corpus is markup.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from aligner.consistency import GROUPS, MEANINGS, Figures, Report, Row, parted, spread
from aligner.uses import Use
from glossary.model import Termbase
from glossary.visible import visible

CONCEPTS = 25
"""Concepts that are drawn; the table has all."""

DOCUMENTS = 60
"""Documents of the heat map."""

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7f7f7f")
"""Of renderings by count; all kinds of colour vision tell them apart (Okabe & Ito 2008)."""

NONE = "#d9d9d9"
"""Of occurrences without a rendering."""

_STYLE = """
:root { color-scheme: light dark; --line: #8886; }
body { font: 15px/1.5 system-ui, "Noto Sans Thai", "Noto Sans Devanagari", sans-serif;
  max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .25rem .6rem; text-align: left; border-bottom: 1px solid var(--line);
  vertical-align: top; } small { white-space: nowrap; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.wrong { text-decoration: underline wavy #d55e00; text-underline-offset: .2em; }
.wide { overflow-x: auto; } svg { display: block; max-width: none; }
svg text { fill: currentColor; font: 12px system-ui, "Noto Sans Thai", "Noto Sans Devanagari"; }
.note { opacity: .75; } .key { display: inline-block; width: .8em; height: .8em; }
"""


def page(report: Report, termbase: Termbase, title: str = "How consistent are the terms?") -> str:
    """The page, complete; the same report gives the same bytes."""
    drawn = report.rows[:CONCEPTS]
    parts = [
        f"<h1>{_text(title)}</h1>",
        _totals(report.totals),
        "<h2>Renderings of each concept</h2>",
        "<p class=note>Concepts by what a decision would repair: occurrences × the chance that two"
        " disagree. A wavy line marks a rendering that must not be used; frequent is not right."
        "</p>",
        _bars(drawn, termbase),
        _legend_of_rows(drawn, termbase),
        *(part for by in GROUPS for part in _by(report, drawn[:8], termbase, by)),
        "<h2>Concepts × documents</h2>",
        "<p class=note>The darker, the more renderings a concept has in that document; a cross"
        " marks one that must not be used.</p>",
        _heat(report, drawn, termbase),
        "<h2>All figures</h2>",
        _figures_table(report.rows, termbase),
        "<h2>What the figures mean</h2>",
        _meanings(),
        f"<p class=note>Signature: {_text(report.signature)}</p>",
    ]
    body = "\n".join(parts)
    return (
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n"
        '<meta name=viewport content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n{body}\n</html>\n"
    )


def _text(text: str) -> str:
    """Text of the corpus as text of a page."""
    return escape(visible(text), quote=True)


def _number(value: float, digits: int = 2) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"


def _named(termbase: Termbase, concept: str) -> str:
    found = termbase.by_id.get(concept)
    return found.name if found else concept


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], numeric: frozenset[int]) -> str:
    """A table whose cells are HTML."""

    def cells(tag: str, row: Sequence[str]) -> str:
        return "".join(
            f"<{tag}{' class=n' if i in numeric else ''}>{cell}</{tag}>"
            for i, cell in enumerate(row)
        )

    body = "\n".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<div class=wide><table><tr>{cells('th', head)}</tr>\n{body}</table></div>"


def _with_interval(figures: Figures, name: str) -> str:
    value = _number(getattr(figures, name))
    if name in figures.intervals:
        low, high = figures.intervals[name]
        return f"{value} <small>({low:.2f}–{high:.2f})</small>"
    return value


def _totals(totals: Mapping[str, Figures]) -> str:
    head = (
        "language", "occurrences", "resolution", "predominance, micro", "macro", "LTCR",
        "within documents", "across", "effective variants", "forbidden per 1,000", "new variants",
    )  # fmt: skip
    names = (
        "resolution", "predominance", "predominance_macro", "ltcr", "ltcr_within", "ltcr_across",
        "effective_variants", "forbidden_rate", "new_variant_rate",
    )  # fmt: skip
    rows = [
        [_text(lang), str(figures.occurrences), *(_with_interval(figures, n) for n in names)]
        for lang, figures in sorted(totals.items())
    ]
    return _table(head, rows, frozenset(range(1, len(head))))


def _by(report: Report, rows: Sequence[Row], termbase: Termbase, by: str) -> list[str]:
    """The figures of each source or month, and how some concepts are rendered there."""
    names = ("resolution", "predominance", "ltcr", "effective_variants", "forbidden_rate")
    head = (by, "language", "occurrences", "resolution", "predominance", "LTCR",
            "effective variants", "forbidden per 1,000")  # fmt: skip
    body = [
        [_text(name), _text(lang), str(f.occurrences), *(_with_interval(f, n) for n in names)]
        for (lang, name), f in parted(report, by).items()
    ]
    found = [f"<h2>By {by}</h2>"]
    if body:
        found.append(_table(head, body, frozenset(range(2, len(head)))))
    return [*found, _split(report, rows, termbase, by)]


def _meanings() -> str:
    terms = (
        f"<dt>{_text(name.replace('_', ' '))}</dt><dd>{_text(said)}</dd>"
        for name, said in MEANINGS.items()
    )
    return f"<dl>{''.join(terms)}</dl>"


def _figures_table(rows: Sequence[Row], termbase: Termbase) -> str:
    head = (
        "concept", "language", "renderings", "occurrences", "resolution", "predominance", "LTCR",
        "effective variants", "wrong", "impact",
    )  # fmt: skip
    body = []
    for row in rows:
        variants = ", ".join(
            f"{_variant(v.text, v.status)} <small>{v.count}</small>" for v in row.variants
        )
        f = row.figures
        body.append(
            [
                _text(_named(termbase, row.concept)),
                _text(row.lang),
                variants,
                str(f.occurrences),
                _number(f.resolution),
                _number(f.predominance),
                _with_interval(f, "ltcr"),
                _number(f.effective_variants),
                str(row.wrong),
                _number(row.impact, 1),
            ]
        )
    return _table(head, body, frozenset(range(3, len(head))))


def _variant(text: str, status: str) -> str:
    wrong = status in ("deprecated", "superseded")
    return f"<span class=wrong>{_text(text)}</span>" if wrong else _text(text)


def _colour(row: Row, text: str) -> str:
    for i, variant in enumerate(row.variants):
        if variant.text == text:
            return COLOURS[min(i, len(COLOURS) - 1)]
    return NONE


def _svg(width: float, height: float, label: str, shapes: Iterable[str]) -> str:
    return (
        f'<div class=wide><svg width="{width:g}" height="{height:g}" role="img"'
        f' aria-label="{_text(label)}">{"".join(shapes)}</svg></div>'
    )


def _rect(x: float, y: float, w: float, h: float, fill: str, title: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}">'
        f"<title>{_text(title)}</title></rect>"
    )


def _label(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_text(text)}</text>'


def _short(text: str, most: int = 34) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _bars(rows: Sequence[Row], termbase: Termbase) -> str:
    """A stacked bar of each concept's renderings."""
    if not rows:
        return "<p>No concept occurs.</p>"
    left, width, step = 260.0, 560.0, 22.0
    most = max(row.figures.occurrences for row in rows)
    shapes = []
    for i, row in enumerate(rows):
        y = i * step
        shapes.append(
            _label(left - 8, y + 15, f"{_short(_named(termbase, row.concept))} · {row.lang}", "end")
        )
        x = left
        for variant in row.variants:
            w = width * variant.count / most
            title = f"{variant.text}: {variant.count} ({variant.status})"
            shapes.append(_rect(x, y + 3, w, step - 6, _colour(row, variant.text), title))
            if variant.status in ("deprecated", "superseded"):
                shapes.append(
                    f'<line x1="{x:.1f}" y1="{y + step - 1:.1f}" x2="{x + w:.1f}"'
                    f' y2="{y + step - 1:.1f}" stroke="#d55e00" stroke-width="2"'
                    ' stroke-dasharray="3 2"/>'
                )
            x += w
        rest = row.figures.occurrences - row.figures.resolved
        if rest:
            title = f"without a known rendering: {rest}"
            shapes.append(_rect(x, y + 3, width * rest / most, step - 6, NONE, title))
        shapes.append(
            _label(
                left + width * row.figures.occurrences / most + 6,
                y + 15,
                str(row.figures.occurrences),
            )
        )
    return _svg(left + width + 50, step * len(rows) + 4, "Renderings of each concept", shapes)


def _legend_of_rows(rows: Sequence[Row], termbase: Termbase) -> str:
    """Which colour is which rendering."""
    body = []
    for row in rows:
        keys = " ".join(
            f'<span class=key style="background:{_colour(row, v.text)}"></span> '
            f"{_variant(v.text, v.status)} {v.count} &nbsp;"
            for v in row.variants
        )
        keys = keys or "<span class=note>none that is known</span>"
        body.append([_text(_named(termbase, row.concept)), _text(row.lang), keys])
    return _table(("concept", "language", "renderings"), body, frozenset())


def _split(report: Report, rows: Sequence[Row], termbase: Termbase, by: str) -> str:
    """Shares of the renderings of some concepts in each source or month."""
    left, width, step = 260.0, 480.0, 18.0
    shapes: list[str] = []
    y = 0.0
    for row in rows:
        groups = spread(report, row, by)
        if not groups:
            continue
        shapes.append(_label(8, y + 14, f"{_named(termbase, row.concept)} · {row.lang}"))
        y += step
        for group, counts in groups.items():
            total = sum(counts.values())
            shapes.append(_label(left - 8, y + 13, _short(group), "end"))
            x = left
            for text, count in counts.items():
                w = width * count / total
                title = f"{text}: {count} of {total}"
                shapes.append(_rect(x, y + 2, w, step - 4, _colour(row, text), title))
                x += w
            shapes.append(_label(left + width + 6, y + 13, str(total)))
            y += step
        y += 8
    if not shapes:
        return f"<p>No document states its {by}.</p>"
    return _svg(left + width + 50, y, f"Renderings by {by}", shapes)


def _heat(report: Report, rows: Sequence[Row], termbase: Termbase) -> str:
    """Concepts by documents; a cell is as dark as the concept has renderings there."""
    documents = sorted({u.document for row in rows for u in row.uses})
    documents = sorted(documents, key=lambda d: (report.places[d].lang, report.places[d].name))
    documents = documents[:DOCUMENTS]
    if not documents:
        return "<p>No concept occurs.</p>"
    column = {key: i for i, key in enumerate(documents)}
    left, top, cell = 260.0, 155.0, 18.0
    shapes: list[str] = []
    for key, i in column.items():
        x = left + i * cell + cell / 2
        name = _short("/".join(Path(report.places[key].name).parts[-2:]), 24)
        shapes.append(
            f'<text transform="translate({x:.1f} {top - 6:.1f}) rotate(-60)">{_text(name)}</text>'
        )
    for i, row in enumerate(rows):
        y = top + i * cell
        name = f"{_short(_named(termbase, row.concept))} · {row.lang}"
        shapes.append(_label(left - 8, y + 13, name, "end"))
        cells: dict[str, list[Use]] = {}
        for use in row.uses:
            cells.setdefault(use.document, []).append(use)
        for document, found in sorted(cells.items()):
            if document not in column:
                continue
            x = left + column[document] * cell
            texts = sorted({u.rendering for u in found if u.status})
            opacity = min(1.0, 0.2 + 0.27 * len(texts)) if texts else 0.06
            where = report.places[document].name
            title = f"{where}: {', '.join(texts) or 'no known rendering'} ({len(found)})"
            shapes.append(
                f'<rect x="{x:.1f}" y="{y + 1:.1f}" width="{cell - 2:.1f}" height="{cell - 2:.1f}"'
                f' fill="#0072b2" fill-opacity="{opacity:.2f}"><title>{_text(title)}</title></rect>'
            )
            if any(u.status in ("deprecated", "superseded") for u in found):
                shapes.append(_label(x + cell / 2 - 1, y + 13, "×", "middle"))
    height = top + cell * len(rows) + 4
    return _svg(left + cell * len(documents) + 90, height, "Concepts by documents", shapes)
