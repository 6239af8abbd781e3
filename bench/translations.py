"""Two texts that are known to translate each other, aligned as in a workspace."""

from __future__ import annotations

from aligner.alignment import Background, align_segments
from aligner.alignment.sides import Side
from aligner.model import Bitext, Embed, Mode, Sketches


def aligned(
    source: Side, target: Side, embed: Embed, sketches: Sketches, background: Background
) -> Bitext:
    """Their beads; what relates them is not asked."""
    return align_segments(
        source, target, embed, mode=Mode.PARALLEL, background=background, sketches=sketches
    )
