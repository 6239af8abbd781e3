"""The consistency report for other programs: rows of plain data, the same that its page draws."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from aligner.consistency import GROUPS, MEANINGS, Figures, Report, parted, spread
from glossary.model import Termbase


def rows(report: Report, termbase: Termbase) -> Iterator[dict[str, Any]]:
    """A first row of totals with what each figure means, then one for each concept and language.

    The first has the totals of each language, and ``by_source`` and ``by_month``: figures of each
    language in each source and month. The others have ``by_source`` and ``by_month``: how often
    each rendering stands in each. A figure that is not defined is None.
    """
    yield {
        "concept": "",
        "signature": report.signature,
        "measures": dict(MEANINGS),
        "totals": {lang: plain(figures) for lang, figures in sorted(report.totals.items())},
        **{
            f"by_{by}": [
                {"lang": lang, by: name, "figures": plain(figures)}
                for (lang, name), figures in parted(report, by).items()
            ]
            for by in GROUPS
        },
    }
    for row in report.rows:
        yield {
            "concept": row.concept,
            "vi": termbase.by_id[row.concept].name,
            "lang": row.lang,
            "impact": row.impact,
            "wrong": row.wrong,
            "figures": plain(row.figures),
            "variants": [asdict(variant) for variant in row.variants],
            **{f"by_{by}": spread(report, row, by) for by in GROUPS},
        }


def plain(figures: Figures) -> dict[str, Any]:
    """Figures as JSON has them."""
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in asdict(figures).items()
    }
