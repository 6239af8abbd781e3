"""Two documents to beads: how they relate, what pairs with what, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain as chained
from typing import Any

from aligner.alignment.beads import Step
from aligner.alignment.boilerplates import dividers, equals
from aligner.alignment.comparable import align_loose
from aligner.alignment.configuration import FROZEN, Config
from aligner.alignment.configuration import VERSION as VERSION
from aligner.alignment.evidence import overlap
from aligner.alignment.halves import Background as Background
from aligner.alignment.halves import Halves, joined_runs
from aligner.alignment.halves import shipped_background as shipped_background
from aligner.alignment.order import moved, ordered
from aligner.alignment.parallel import align_texts
from aligner.alignment.relation import Relation as Relation
from aligner.alignment.relation import relation
from aligner.alignment.sides import Side
from aligner.alignment.together import Work, together
from aligner.model import Bead, Bitext, Embed, Mode, Segment, Sketches
from glossary.errors import InputError
from glossary.languages import detect


def align_segments(
    source: Side,
    target: Side,
    embed: Embed,
    *,
    mode: Mode | None = None,
    config: Config = FROZEN,
    background: Background | None = None,
    encoder: str = "",
    sketches: Sketches | None = None,
) -> Bitext:
    """Align two documents whose segments are given.

    Boilerplate is paired only with boilerplate of its kind that says the same; all else of
    it is left out, and so are blank segments, but for those inside a bead. Lines without a letter
    or a digit pair where they stand between the same beads.

    Args:
        source: the one side.
        target: the other.
        embed: texts to vectors; should keep them, for a text may be asked for twice.
        mode: how the documents relate; found out when None.
        config: the numbers that decide.
        background: vectors of other text; those of the sentences that ship when None.
        encoder: signature of the encoder, for the bitext's own.
        sketches: texts to what the encoder holds of their pieces, which tells better where the
            beads end; asked before `embed`. Done without when None, or when it gives None.

    Returns:
        Beads in source order, insertions after what comes before them in the target. Each
        segment of each side is in exactly one. The score is the probability that the bead is right.
        Beads of translations follow each other on both sides, but for those that
        `aligner.alignment.order.moved` tells.
    """
    return align_and_relate(
        source,
        target,
        embed,
        mode=mode,
        config=config,
        background=background,
        encoder=encoder,
        sketches=sketches,
    )[0]


def align_and_relate(
    source: Side,
    target: Side,
    embed: Embed,
    *,
    mode: Mode | None = None,
    config: Config = FROZEN,
    background: Background | None = None,
    encoder: str = "",
    sketches: Sketches | None = None,
) -> tuple[Bitext, Relation | None]:
    """As `align_segments`, and why the documents are taken for what they are.

    Returns:
        The bitext; how the documents relate, None where that was told or a side has no content.
    """
    return align_pairs(
        [(source, target)],
        embed,
        mode=mode,
        config=config,
        background=background,
        encoder=encoder,
        sketches=sketches,
    )[0]


def align_pairs(
    pairs: Sequence[tuple[Side, Side]],
    embed: Embed,
    *,
    mode: Mode | None = None,
    config: Config = FROZEN,
    background: Background | None = None,
    encoder: str = "",
    sketches: Sketches | None = None,
) -> list[tuple[Bitext, Relation | None]]:
    """As `align_and_relate` for each of several pairs, in less time than one by one.

    Memory grows with the sum of what each takes.
    """
    if background is None:
        langs = sorted({side.lang for pair in pairs for side in pair})
        background = shipped_background(embed, langs, sketches)
    halves = Halves(embed, background, config, sketches)
    return together([_aligned(*pair, halves, mode, config, encoder) for pair in pairs], embed)


def _aligned(
    source: Side,
    target: Side,
    halves: Halves,
    mode: Mode | None,
    config: Config,
    encoder: str,
) -> Work[tuple[Bitext, Relation | None]]:
    signature = config.signature(encoder)
    pairs = list(equals(source, target))
    if not source.content or not target.content:
        found = mode or Mode.PARALLEL
        return Bitext(source.id, target.id, found, _whole(source, target, pairs), signature), None
    one, other = halves.of(source), halves.of(target)
    held = halves.held(source, target.lang), halves.held(target, source.lang)
    alike = source.lang == target.lang
    how: Relation | None = None
    if mode is None:
        how = relation(one.text, other.text, one.ground, other.ground, alike=alike)
        mode = how.mode
    if mode is Mode.PARALLEL:
        joined = partial(joined_runs, one, other)
        steps: Sequence[Step] = yield from align_texts(
            one.text, other.text, overlap(*held), joined, config
        )
    else:
        grounds = halves.ground(source.lang), halves.ground(target.lang)
        steps = align_loose(one, other, held, grounds, config, alike=alike)
    content = [
        Bead(source.full(a, b), target.full(c, d), round(chance, 4))
        for a, b, c, d, chance in steps
        if b > a or d > c
    ]
    if mode is Mode.PARALLEL:
        pairs += dividers(source, target, content)
    beads = _whole(source, target, [*pairs, *content])
    return Bitext(source.id, target.id, mode, beads, signature), how


def align(
    source: str | Sequence[str],
    target: str | Sequence[str],
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    mode: Mode | str | None = None,
    encoder: Any = None,
) -> Bitext:
    """Align two texts.

    They may be in any two languages that the encoder knows, or in one. Translations are aligned in
    order, as beads of n segments with m, and a line that was surely moved with its own. Of texts
    that are none, those sentences are paired that say the same, wherever they stand; most of them,
    or all, may be left without a partner.

    >>> from aligner import align
    >>> bitext = align(
    ...     ["Hội nghị bàn về nước sạch.", "Trời mưa to suốt ba ngày."],
    ...     ["सम्मेलन में साफ पानी पर चर्चा हुई।", "तीन दिन तक भारी बारिश हुई।"],
    ... )
    >>> str(bitext.mode)
    'parallel'
    >>> [(bead.source, bead.target) for bead in bitext.beads]
    [((0,), (0,)), ((1,), (1,))]

    Args:
        source: a text, which is cut into segments, or its segments, each one string.
        target: the same for the other side.
        source_lang: BCP 47 tag; found from script and diacritics when None.
        target_lang: the same for the other side.
        mode: ``parallel`` or ``comparable``; found out when None.
        encoder: an `aligner.encoder.Encoder` or `aligner.vectors.Cached`; the embedded one when
            None. Loading it takes a second, and nothing is encoded twice by one `Cached`: give
            it from call to call.

    Returns:
        Beads in source order, with the probability that each is right; each segment of each side
        is in exactly one. `side` gives the segments of a text and their offsets in it, and
        `related` the ground on which the texts are taken for translations.

    Raises:
        InputError: the mode is not known, or the encoder is not installed.
    """
    from aligner.encoder import load  # here: loads a model's library
    from aligner.vectors import Cached

    if mode is not None and not isinstance(mode, Mode):
        if mode not in list(Mode):
            raise InputError(f"mode: '{mode}' is not known; write parallel or comparable")
        mode = Mode(mode)
    if encoder is None:
        encoder = load()
    kept = encoder if isinstance(encoder, Cached) else Cached(encoder)
    return align_segments(
        side(source, source_lang, "source"),
        side(target, target_lang, "target"),
        kept.embed,
        mode=mode,
        encoder=kept.signature,
        sketches=kept.sketches,
    )


def side(text: str | Sequence[str], lang: str | None = None, name: str = "") -> Side:
    """A text, or its segments given as strings, as one side of an alignment.

    Given segments stand on lines of their own, whatever they hold.
    """
    from aligner.segment import segment  # here: only texts that are not yet cut need its rules

    if isinstance(text, str):
        lang = lang or detect(text) or ""
        return Side(text, segment(text, lang), lang, name)
    parts, start = [], 0
    for string in text:
        parts.append(Segment(start, start + len(string)))
        start += len(string) + 1
    joined = "\n".join(text)
    return Side(joined, tuple(parts), lang or detect(joined) or "", name)


def bitext_rows(bitext: Bitext, source: Side, target: Side) -> Iterator[dict[str, object]]:
    """What `thuatngu align --format json` prints: a first row about the whole, then one a bead."""
    yield {"signature": bitext.signature, "mode": str(bitext.mode)}
    away = moved(bitext)
    for place, bead in enumerate(bitext.beads):
        spans = source.span(bead.source), target.span(bead.target)
        yield {
            "source": list(bead.source),
            "target": list(bead.target),
            "score": bead.score,
            "source_span": list(spans[0]) if spans[0] else None,
            "target_span": list(spans[1]) if spans[1] else None,
            "moved": place in away,
        }


def _whole(source: Side, target: Side, found: Sequence[Bead]) -> tuple[Bead, ...]:
    """All beads in order, with one for each segment that is in none yet.

    A segment that is no content is left out for certain.
    """
    in_source = set(chained.from_iterable(bead.source for bead in found))
    in_target = set(chained.from_iterable(bead.target for bead in found))
    beads = [*found]
    beads += [
        Bead((index,), (), 1.0) for index in range(len(source.segments)) if index not in in_source
    ]
    beads += [
        Bead((), (index,), 1.0) for index in range(len(target.segments)) if index not in in_target
    ]
    return tuple(ordered(beads))
