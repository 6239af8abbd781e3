"""From files to beads and renderings: documents, segments, vectors, alignment, mining.

Each step is a pure function of its input and a frozen configuration; only
`aligner.workspace` writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aligner.alignment import align as align

__all__ = ["align"]


def __getattr__(name: str) -> Any:
    # Only who aligns pays for numpy.
    if name == "align":
        from aligner.alignment import align

        return align
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
