"""A bitext as one page of HTML: the two texts side by side, linked bead by bead."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from aligner.alignment.endings import ending
from aligner.alignment.evidence import WEAK
from aligner.alignment.order import moved
from aligner.alignment.sides import Side
from aligner.model import Bitext
from glossary.visible import visible

DOUBTFUL = 0.7
"""Score below which a bead stands out; of beads at this score about a third are wrong."""
DOUBTFUL_ATOMS = 0.3
"""The same where a side is cut at mere spaces: a bead with a right middle and a doubtful edge has
about .5 there."""

MOVED = ' <abbr title="stands elsewhere in the other text">↕</abbr>'

_STYLE = """
:root { color-scheme: light dark; --page: #fdfdfb; --ink: #1d1d1b; --soft: #6b6b66; --line: #e2e1db;
  --good: #3c7d4f; --fair: #8a6d00; --doubt: #b4440a; --doubt-page: #fff1e6; --here: #fff3b0;
  --bar: #eceae3; }
@media (prefers-color-scheme: dark) { :root { --page: #191918; --ink: #e6e4de; --soft: #9b988f;
  --line: #34332f; --good: #7cc48f; --fair: #d9bb54; --doubt: #ff9d5c; --doubt-page: #33231a;
  --here: #4a4420; --bar: #34332f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 0 1.25rem 4rem; background: var(--page);
  color: var(--ink); font: 17px/1.6 "Noto Sans", "Segoe UI", system-ui, sans-serif; }
:lang(th) { font-family: "Noto Sans Thai", "Leelawadee UI", Thonburi, "Noto Sans", sans-serif;
  line-height: 1.75; }
:lang(hi) { font-family: "Noto Sans Devanagari", "Nirmala UI", "Kohinoor Devanagari", "Noto Sans",
  sans-serif; line-height: 1.75; }
header { padding: 1.5rem 0 .5rem; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
header p { margin: .15rem 0; color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
kbd { border: 1px solid var(--line); border-radius: 3px; padding: 0 .3em; font: inherit; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
col.score { width: 4.75rem; }
thead th { position: sticky; top: 0; background: var(--page); text-align: left; font-weight: 600;
  padding: .5rem .75rem; border-bottom: 2px solid var(--line); z-index: 1;
  overflow-wrap: anywhere; }
td { vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; white-space: pre-wrap; }
td.score { color: var(--good); text-align: right; font-variant-numeric: tabular-nums;
  font-size: .875rem; }
td.score a, td.score abbr { color: inherit; text-decoration: none; }
td.score i { display: block; height: 3px; margin-top: .25rem; border-radius: 2px;
  background: linear-gradient(90deg, currentColor var(--p), var(--bar) var(--p)); }
tr.fair td.score { color: var(--fair); }
tr.doubtful td { background: var(--doubt-page); }
tr.doubtful td.score { color: var(--doubt); font-weight: 700;
  box-shadow: inset .3rem 0 var(--doubt); }
tr.alone td { color: var(--soft); }
td.none::before { content: "no partner"; font-size: .8rem; font-style: italic; opacity: .8;
  font-family: system-ui, sans-serif; }
tbody tr:hover td, tbody tr:target td { background: var(--here); }
tbody tr:target { outline: 2px solid var(--fair); outline-offset: -2px; }
tbody tr { scroll-margin: 5rem 0 40vh; }
label { cursor: pointer; }
body:has(#only:checked) tbody tr:not(.doubtful, .alone) { display: none; }
@media (max-width: 44rem) { col.score { width: 3.6rem; } thead th, td { padding: .4rem; }
  td { font-size: 15px; } }
@media print { :root { color-scheme: light; --page: #fff; --ink: #000; --soft: #555;
  --line: #bbb; --doubt-page: #fff; --doubt: #000; --here: #fff; }
  body { font-size: 10.5pt; max-width: none; padding: 0; } .controls { display: none; }
  thead th { position: static; } tr { break-inside: avoid; }
  tr.doubtful td.score::after { content: " ?"; } td.score i { display: none; } }
"""

_SCRIPT = """
const rows = [...document.querySelectorAll("tbody tr")];
const shown = row => row.offsetParent !== null;
const here = () => rows.indexOf(document.querySelector("tbody tr:target"));
const go = (step, wanted) => {
  const at = here();
  let place = at < 0 && step < 0 ? rows.length : at;
  do place += step; while (rows[place] && !(shown(rows[place]) && wanted(rows[place])));
  if (rows[place]) location.replace("#" + rows[place].id);
};
const doubtful = row => row.classList.contains("doubtful");
const keys = { j: [1, () => true], k: [-1, () => true], n: [1, doubtful], p: [-1, doubtful] };
addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "d") document.getElementById("only").click();
  else if (keys[event.key]) go(...keys[event.key]);
});
"""

_HASH = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()


def doubtful_below(*sides: Side) -> float:
    """The score below which a bead between these texts stands out."""
    return DOUBTFUL_ATOMS if any(map(_at_spaces, sides)) else DOUBTFUL


@dataclass(frozen=True)
class Counts:
    """How much of two texts found a partner, in beads."""

    paired: int
    doubtful: int
    """Paired ones whose score is below a given one."""
    source_alone: int
    """Source segments without a partner."""
    target_alone: int


def counts(bitext: Bitext, least: float) -> Counts:
    """The counts of a bitext; `least` is the score below which a bead is doubtful."""
    paired = [bead for bead in bitext.beads if bead.source and bead.target]
    return Counts(
        len(paired),
        sum(bead.score < least for bead in paired),
        sum(not bead.target for bead in bitext.beads),
        sum(not bead.source for bead in bitext.beads),
    )


def _at_spaces(side: Side) -> bool:
    """Whether most sentences of a text are several segments, as `aligner.alignment` judges it."""
    content = side.content
    if not content:
        return False
    starts = [side.segments[index].start for index in content[1:]] + [len(side.text)]
    ends = [side.segments[index].end for index in content]
    weak = sum(
        ending(side.text, end, after) == WEAK for end, after in zip(ends, starts, strict=True)
    )
    return weak > 0.3 * len(content)


def page(
    bitext: Bitext,
    source: Side,
    target: Side,
    names: tuple[str, str] = ("", ""),
    reason: str = "",
) -> str:
    """One self-contained page: nothing is fetched; text is text and never markup.

    Beads run in source order, each a row with its score; doubtful ones stand out and can be
    shown alone. Rows are addressed as ``#bead-1`` and so on; keys move from one to the next. The
    one script is the page's own, and its hash is in the policy. Control characters and
    bidirectional overrides are shown as what they are.

    Args:
        bitext: what is shown.
        source: its source.
        target: its target.
        names: over the columns; ids or languages where they are empty.
        reason: why the texts are taken to be translations, or not.
    """
    titles = [
        visible(name or side.id or side.lang)
        for name, side in zip(names, (source, target), strict=True)
    ]
    title = escape(" – ".join(titles))
    least = doubtful_below(source, target)
    held = counts(bitext, least)
    rows = "\n".join(_rows(bitext, source, target, least))
    heads = "".join(f"<th>{escape(each)}</th>" for each in titles)
    why = f" ({escape(reason)})" if reason else ""
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_HASH}'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p>{bitext.mode}{why}: {held.paired} beads, {held.doubtful} doubtful (below {least}),
{held.source_alone + held.target_alone} segments without a partner</p>
<p>{escape(bitext.signature)}</p>
<p class="controls"><label><input type="checkbox" id="only"> only what is doubtful or has no
partner</label> <kbd>d</kbd> · next and previous bead <kbd>j</kbd> <kbd>k</kbd> · doubtful bead
<kbd>n</kbd> <kbd>p</kbd></p>
</header>
<table>
<colgroup><col class="score"><col><col></colgroup>
<thead><tr><th></th>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _rows(bitext: Bitext, source: Side, target: Side, least: float) -> Iterator[str]:
    away = moved(bitext)
    for number, bead in enumerate(bitext.beads, start=1):
        paired = bool(bead.source and bead.target)
        kind = "alone"
        if paired:
            sure = least + (1 - least) * 2 / 3
            kind = "doubtful" if bead.score < least else "" if bead.score >= sure else "fair"
        score = (
            f'<a href="#bead-{number}">{bead.score:.2f}</a>'
            f"{MOVED if number - 1 in away else ''}"
            f'<i style="--p:{round(100 * bead.score)}%"></i>'
            if paired
            else ""
        )
        cells = "".join(
            f'<td lang="{escape(side.lang)}">{escape(_text(side, run))}</td>'
            if run
            else '<td class="none"></td>'
            for side, run in ((source, bead.source), (target, bead.target))
        )
        yield f'<tr id="bead-{number}" class="{kind}"><td class="score">{score}</td>{cells}</tr>'


def _text(side: Side, run: tuple[int, ...]) -> str:
    span = side.span(run)
    if span is None:
        return ""
    return "\n".join(visible(line) for line in side.text[slice(*span)].splitlines())
