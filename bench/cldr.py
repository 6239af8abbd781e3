"""Add the names of countries that CLDR has to the gazetteer: `python -m bench.cldr`.

Babel carries CLDR (Unicode License v3). What stands in the table stays where it is, and running it
again changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from glossary.gazetteer import LANGS, Place, gazetteer

TABLE = Path(__file__).parents[1] / "glossary" / "places.tsv"
HEAD = "\t".join(("id", "kind", "within", *LANGS, "source"))


def names(territory: str) -> str:
    """What CLDR writes as ``Myanmar (Burma)``, as two names."""
    both = re.fullmatch(r"(.*?) ?\((.*)\)", unicodedata.normalize("NFC", territory))
    return "|".join(both.groups() if both else [territory])


def rows() -> Iterator[str]:
    """The table as it should be, without its head."""
    from babel import Locale  # only this needs it

    territories = {lang: Locale(lang).territories for lang in LANGS}
    for id_, place in sorted(gazetteer().items()):
        cells = {lang: list(place.names[lang]) for lang in LANGS}
        if place.kind == "country" and place.origin != "own":
            for lang in LANGS:
                told = names(territories[lang][id_.upper()].replace("\u200b", "")).split("|")
                cells[lang] += [name for name in told if " - " not in name]
        yield row(place, cells)


def row(place: Place, cells: dict[str, list[str]]) -> str:
    listed = ("|".join(dict.fromkeys(cells[lang])) for lang in LANGS)
    return "\t".join((place.id, place.kind, place.within, *listed, place.origin))


def main() -> None:
    TABLE.write_text("\n".join((HEAD, *rows(), "")), encoding="utf-8")


if __name__ == "__main__":
    main()
