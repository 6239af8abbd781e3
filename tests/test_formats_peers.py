"""What other programs make of our files; skips where they are not installed."""

from __future__ import annotations

import pytest
from test_formats import SAMPLE

from glossary import formats
from glossary.formats.bitext import Text, write_tmx, write_xliff

storage = pytest.importorskip("translate.storage", reason="translate-toolkit is not installed")


@pytest.mark.parametrize("profile", ["plain", "weblate"])
def test_translate_toolkit_writes_the_same_po(profile: str) -> None:
    from translate.storage import pypo

    data = formats.export(SAMPLE, "po", "th", profile)
    assert bytes(pypo.pofile.parsestring(data)) == data


def test_translate_toolkit_reads_tbx_2_and_bitexts() -> None:
    from translate.storage import tbx, tmx, xliff2

    found = tbx.tbxfile.parsestring(
        formats.export(SAMPLE, "tbx2"), sourcelanguage="vi", targetlanguage="th"
    )
    assert (found.units[0].source, found.units[0].target) == ("dân vận", "การระดมมวลชน")
    texts = [Text("a", (("x y", "ก ข", 0.5),))]
    for kind, data in (
        (tmx.tmxfile, write_tmx(texts, "vi", "th")),
        (xliff2.Xliff2File, write_xliff(texts, "vi", "th")),
    ):
        (unit,) = kind.parsestring(data).units
        assert (unit.source, unit.target) == ("x y", "ก ข")
