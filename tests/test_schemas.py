"""Our XML exports against our own grammars, and against the official ones where they are at hand.

`tests/schemas/README.md` says where each is found.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from termbases import FIXED, drawn, texts
from test_formats import SAMPLE

from glossary import formats
from glossary.formats.bitext import Text, write_tmx, write_xliff
from glossary.model import Concept, Term, Termbase

OURS = Path(__file__).parent / "schemas"
OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
SYMFONY = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")

Valid = Callable[[bytes], str]
"""Empty where a document is valid, and else what is wrong with it."""

pairs = st.lists(st.tuples(st.one_of(st.just(""), texts), texts, st.floats(0, 1)), max_size=4)


def judged(schema: etree.RelaxNG | etree.XMLSchema | etree.DTD) -> Valid:
    def valid(data: bytes) -> str:
        return "" if schema.validate(etree.fromstring(data)) else str(schema.error_log)

    return valid


def own(name: str) -> Valid:
    return judged(etree.RelaxNG(etree.parse(str(OURS / name))))


def published(name: str) -> bytes | None:
    folder = os.environ.get("THUATNGU_SCHEMAS")
    path = Path(folder) / name if folder else None
    return path.read_bytes() if path and path.is_file() else None


def in_omegat(name: str) -> bytes | None:
    if not OMEGAT.is_file():
        return None
    with zipfile.ZipFile(OMEGAT) as jar:
        return jar.read(f"schemas/{name}")


class Beside(etree.Resolver):
    """Schemas that a schema imports, from the folder that has it and never from the network."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self.read = read

    def resolve(self, url: str, _id: str, context: object) -> object:
        data = self.read(url.rpartition("/")[2])
        return self.resolve_string(data, context) if data else None  # type: ignore[attr-defined]


def xml_schema(data: bytes, read: Callable[[str], bytes | None]) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside(read))
    return etree.XMLSchema(etree.parse(BytesIO(data), parser))


def official_tmx() -> Valid:
    data = published("tmx14.dtd") or in_omegat("tmx14.dtd")
    if data is None:
        pytest.skip("tmx14.dtd is not at hand (Debian package omegat, or THUATNGU_SCHEMAS)")
    return judged(etree.DTD(BytesIO(data)))


def official_xliff() -> Valid:
    def read(name: str) -> bytes | None:
        path = SYMFONY / name
        return published(name) or (path.read_bytes() if path.is_file() else None)

    data = published("xliff_core_2.0.xsd") or read("xliff-core-2.0.xsd")
    if data is None:
        pytest.skip(
            "the XSD of XLIFF is not at hand (Debian package php-symfony-translation, or "
            "THUATNGU_SCHEMAS)"
        )
    return judged(xml_schema(data, read))


def official_xliff_modules() -> Valid:
    """Of the glossaries and metadata in a document: the core's XSD lets any module pass."""
    found: dict[str, Valid] = {}
    for module in ("glossary", "metadata"):
        data = published(f"{module}.xsd")
        if data is None:
            pytest.skip(f"{module}.xsd of XLIFF is not at hand (THUATNGU_SCHEMAS)")
        found[module] = judged(xml_schema(data, published))

    def valid(data: bytes) -> str:
        root = etree.fromstring(data)
        parts = [(name, part) for name in found for part in root.iter(f"{{*}}{name}")]
        return "".join(found[name](etree.tostring(part)) for name, part in parts)

    return valid


def official_tbx_2() -> Valid:
    def read(name: str) -> bytes | None:
        return published(name) or in_omegat(name)

    data = read("tbx.xsd")
    if data is None:
        pytest.skip("the XSD of TBX 2 is not at hand (Debian package omegat, or THUATNGU_SCHEMAS)")
    return judged(xml_schema(data, read))


def official_tbx_3() -> Valid:
    data = published("TBXcoreStructV03.rng")
    if data is None:
        pytest.skip("TBXcoreStructV03.rng is not at hand (THUATNGU_SCHEMAS)")
    return judged(etree.RelaxNG(etree.parse(BytesIO(data))))


def tmx(found: list[tuple[str, str, float]], _: Termbase) -> bytes:
    return write_tmx([Text("a/<b>.txt", tuple(found)), Text("c", ())], "vi", "th", "e5/1")


def xliff(found: list[tuple[str, str, float]], termbase: Termbase) -> bytes:
    named = [("Công tác dân vận.", "งาน", 0.5), *found]
    return write_xliff([Text("a/<b>.txt", tuple(named)), Text("c", ())], "vi", "th", termbase)


@pytest.mark.parametrize(
    ("write", "schema"),
    [
        pytest.param(tmx, lambda: own("tmx-1.4.rng"), id="tmx"),
        pytest.param(tmx, official_tmx, id="tmx-official"),
        pytest.param(xliff, lambda: own("xliff-2.1.rng"), id="xliff"),
        pytest.param(xliff, official_xliff, id="xliff-official"),
        pytest.param(xliff, official_xliff_modules, id="xliff-modules-official"),
    ],
)
def test_bitexts_are_valid(
    write: Callable[[list[tuple[str, str, float]], Termbase], bytes], schema: Callable[[], Valid]
) -> None:
    valid = schema()

    @given(pairs, st.sampled_from(drawn()))
    @FIXED
    def check(found: list[tuple[str, str, float]], termbase: Termbase) -> None:
        data = write(found, Termbase((*SAMPLE.concepts, *termbase.concepts)))
        assert valid(data) == ""

    check()


@pytest.mark.parametrize(
    ("name", "profile", "schema"),
    [
        pytest.param("tbx2", "", official_tbx_2, id="2"),
        pytest.param("tbx", "dca", official_tbx_3, id="3-dca"),
        pytest.param("tbx", "dct", official_tbx_3, id="3-dct"),
    ],
)
def test_termbases_are_valid_officially(
    name: str, profile: str, schema: Callable[[], Valid]
) -> None:
    valid = schema()
    for termbase in drawn():
        concepts = (*SAMPLE.concepts, *(each for each in termbase if each.terms))
        assert valid(formats.export(Termbase(concepts), name, profile=profile)) == ""


@pytest.mark.parametrize(
    ("schema", "write", "old", "new"),
    [
        pytest.param(
            lambda: own("tmx-1.4.rng"), tmx, b' xml:lang="th"', b"", id="tmx-without-language"
        ),
        pytest.param(official_tmx, tmx, b' xml:lang="th"', b"", id="tmx-official"),
        pytest.param(
            lambda: own("xliff-2.1.rng"),
            xliff,
            b'state="translated"',
            b'state="done"',
            id="xliff-unknown-state",
        ),
        pytest.param(
            official_xliff_modules,
            xliff,
            b"<gls:term>",
            b"<gls:word/><gls:term>",
            id="xliff-glossary-official",
        ),
        pytest.param(
            official_xliff, xliff, b'state="translated"', b'state="done"', id="xliff-official"
        ),
        pytest.param(
            lambda: own("xliff-2.1.rng"),
            xliff,
            b"<gls:term>",
            b"<gls:word/><gls:term>",
            id="xliff-glossary",
        ),
    ],
)
def test_what_is_not_valid_is_found(
    schema: Callable[[], Valid],
    write: Callable[[list[tuple[str, str, float]], Termbase], bytes],
    old: bytes,
    new: bytes,
) -> None:
    data = write([("a", "b", 0.5)], SAMPLE)
    assert old in data
    assert schema()(data) == ""
    assert schema()(data.replace(old, new, 1)) != ""


def test_a_termbase_that_no_valid_tbx_can_hold_is_still_read_back() -> None:
    for base in (Termbase(()), Termbase((Concept("a", ()),))):
        assert formats.read(formats.export(base, "tbx"), "tbx") == base


def test_ids_of_glossary_entries_are_told_apart() -> None:
    base = Termbase((Concept("a", (Term("vi", "x"), Term("th", "ก"))),))
    data = write_xliff([Text("n", (("x và x", "ก", 1.0), ("x", "ก", 1.0)))], "vi", "th", base)
    ids = [each.get("id") for each in etree.fromstring(data).iter("{*}glossEntry")]
    assert len(ids) == len(set(ids)) == 2
