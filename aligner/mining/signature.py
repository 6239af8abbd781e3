"""What a mined row was made with: weights, thresholds and word lists, as one name.

Two runs with one signature over one corpus, termbase and encoder give the same rows.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from aligner.mining import (
    association,
    candidates,
    folding,
    frames,
    ground,
    links,
    particles,
    ranking,
    sayings,
    senses,
    space,
    target,
)
from aligner.mining.literal import LANGS
from aligner.mining.ranking import LEAST
from aligner.vectors import SKETCH_FORMAT
from glossary import gazetteer

VERSION = "mining-8"
"""Goes up whenever the digest changes: a change of weights is decided, not slipped in."""


@lru_cache(maxsize=1)
def digest() -> str:
    """The first 8 hexadecimal digits of the SHA-256 of all numbers and word lists that rank."""
    numbers = {
        "weights": dict(ranking.WEIGHTS),
        "as they are": sorted(ranking.AS_IT_IS),
        "beside": [*sorted(ranking.BESIDE), ranking.FEW],
        "of parts": ranking.OF_PARTS,
        "readings": senses.READINGS,
        "clip": [ranking.CLIP, ranking.ALIGNED_CLIP],
        "probable": [*ranking.PROBABLE, ranking.NOTHING_KNOWN, ranking.EXPLAINED],
        "faced": [*ranking.FACED, *ranking.LINKED, ranking.SAYING, ranking.NONE_LEFT, ground.SAID],
        "placed": [ranking.PLACE, ranking.CLEAR, ranking.PLACED, ranking.ALIGNED],
        "together": [ranking.TOGETHER, ranking.AGREED],
        "near": [space.NEIGHBOURS, space.TAKEN_OFF, space.FEW, sayings.REFUSED],
        "rows": [
            folding.ALTERNATIVES,
            folding.REPEATED,
            folding.SAME_PLACE,
            folding.FACING,
            folding.APART,
            folding.OWN,
        ],
        "shortlist": target.SHORTLIST,
        "candidates": [candidates.LONGEST, candidates.SPREAD, candidates.SPACED, candidates.CAP],
        "longer": ground.LONGER,
        "context": [frames.WINDOW, frames.WIDTH, frames.SAMPLE],
        "trusted": association.TRUSTED,
        "links": [links.SHARP, links.TOUCHED, SKETCH_FORMAT],
        "places": gazetteer.digest(),
        "function words": [
            {lang: sorted(words) for lang, words in of.items()}
            for of in (
                particles.LINKS,
                particles.JOINS,
                particles.EDGES,
                particles.OPENING,
                particles.ORDINAL,
                particles.REPEATING,
                particles.FREEING,
            )
        ],
        "nominalisers": [sorted(particles.NOMINALISERS), sorted(particles.LIGHT)],
        "ties": [sorted(particles.TIES), particles.ABOUT, particles.NAMES],
    }
    made = sha256(json.dumps(numbers, sort_keys=True).encode())
    for lang in LANGS:
        made.update(files("aligner.mining").joinpath(f"literal.{lang}.tsv").read_bytes())
    made.update(files("aligner.mining").joinpath("senses.vi.tsv").read_bytes())
    return made.hexdigest()[:8]


def signature(encoder: str, least: float = LEAST) -> str:
    """Names what made the rows, such as ``mining-8:1f0c22ab/least0.035/e5/…``.

    Args:
        encoder: signature of what made the vectors.
        least: probability from which new rows were given.
    """
    return f"{VERSION}:{digest()}/least{least:g}/{encoder}"
