"""A bitext as one page of HTML: the two texts side by side, linked bead by bead."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from aligner.alignment.sides import Side
from aligner.model import Bead, Bitext
from glossary.visible import visible

DOUBTFUL = 0.7
"""Score below which a bead stands out; of beads at this score about a third are wrong."""

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --doubt: #c60; --mark: #fd66; }
body { font: 17px/1.6 "Noto Sans", "Noto Sans Thai", "Noto Sans Devanagari", sans-serif;
  max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.2rem; }
.about { color: #888; font-size: .85rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
col.score { width: 4.5rem; }
td { vertical-align: top; padding: .35rem .6rem; border-top: 1px solid var(--line);
  overflow-wrap: anywhere; white-space: pre-wrap; }
td.score { text-align: right; color: #888; font-variant-numeric: tabular-nums; }
tr.doubtful td.score { color: var(--doubt); font-weight: bold; }
tr.doubtful td { border-left: .25rem solid var(--doubt); }
tr.doubtful td + td { border-left: none; }
tr.alone { opacity: .65; }
tr:hover td, tr:target td { background: var(--mark); }
label { font-size: .9rem; }
body:has(#only:checked) tr:not(.doubtful, .alone) { display: none; }
"""


def page(bitext: Bitext, source: Side, target: Side, names: tuple[str, str] = ("", "")) -> str:
    """One self-contained page: no script, nothing is fetched; text is text and never markup.

    Beads run in source order, each a row with its score; doubtful ones stand out and can be
    shown alone. Rows are addressed as ``#bead-1`` and so on. Control characters and
    bidirectional overrides are shown as what they are.
    """
    titles = [
        name or side.id or side.lang for name, side in zip(names, (source, target), strict=True)
    ]
    title = escape(" – ".join(visible(each) for each in titles))
    paired = [bead for bead in bitext.beads if bead.source and bead.target]
    doubtful = sum(bead.score < DOUBTFUL for bead in paired)
    rows = "\n".join(_rows(bitext.beads, source, target))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{title}</h1>
<p class="about">{bitext.mode}; {len(paired)} beads, {doubtful} doubtful (below {DOUBTFUL});
{escape(bitext.signature)}</p>
<p><label><input type="checkbox" id="only"> only what is doubtful or has no partner</label></p>
<table>
<colgroup><col class="score"><col><col></colgroup>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def _rows(beads: tuple[Bead, ...], source: Side, target: Side) -> Iterator[str]:
    for number, bead in enumerate(beads, start=1):
        paired = bool(bead.source and bead.target)
        kind = "" if paired else "alone"
        if paired and bead.score < DOUBTFUL:
            kind = "doubtful"
        score = f"{bead.score:.2f}" if paired else ""
        cells = "".join(
            f'<td lang="{escape(side.lang)}">{escape(_text(side, run))}</td>'
            for side, run in ((source, bead.source), (target, bead.target))
        )
        yield f'<tr id="bead-{number}" class="{kind}"><td class="score">{score}</td>{cells}</tr>'


def _text(side: Side, run: tuple[int, ...]) -> str:
    span = side.span(run)
    if span is None:
        return ""
    return "\n".join(visible(line) for line in side.text[slice(*span)].splitlines())
