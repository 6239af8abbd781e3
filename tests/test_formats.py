from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from termbases import FIXED, drawn

from glossary import formats
from glossary.errors import InputError
from glossary.formats import FORMATS
from glossary.model import Concept, Status, Term, Termbase

EACH = [
    pytest.param(name, profile, id=f"{name}-{profile}" if profile else name)
    for name, each in FORMATS.items()
    for profile in each.profiles
]

SAMPLE = Termbase(
    (
        Concept(
            "dan-van",
            (
                Term("vi", "dân vận", forms=("công tác dân vận",)),
                Term("en", "mass mobilization"),
                Term(
                    "th",
                    "การระดมมวลชน",
                    Status.PREFERRED,
                    ("ระดมมวลชน",),
                    note="of the Party",
                    decided_by="An",
                    decided_at="2026-01-02T03:04:05Z",
                ),
                Term("th", "บริการสาธารณะ", Status.DEPRECATED, reason="means public service"),
                Term("hi", "जन आंदोलन"),
            ),
            gloss="mass mobilization",
            definition="Work of the Party among the people.",
            subject="party",
            related=("ban-dan-van",),
        ),
        Concept(
            "ban-dan-van", (Term("vi", "Ban Dân vận"), Term("th", "คณะกรรมการ", Status.ADMITTED))
        ),
        Concept("mat-tran", (Term("vi", "Mặt trận"),)),
    )
)


@pytest.mark.parametrize(("name", "profile"), EACH)
def test_what_a_format_keeps_comes_back(name: str, profile: str) -> None:
    data = formats.export(SAMPLE, name, "th", profile)
    assert data == formats.export(SAMPLE, name, "th", profile)
    assert formats.read(data, name, "th") == formats.kept(SAMPLE, name, "th", profile)


@pytest.mark.parametrize(("name", "profile"), EACH)
def test_what_a_format_keeps_comes_back_whatever_stands_in_it(name: str, profile: str) -> None:
    for termbase, lang in zip(drawn(), cycle(["th", "hi", "zh-Hant"]), strict=False):
        data = formats.export(termbase, name, lang, profile)
        assert formats.read(data, name, lang) == formats.kept(termbase, name, lang, profile)


@pytest.mark.parametrize("name", ["yaml", "json", "tbx", "tbx2"])
def test_these_formats_lose_nothing(name: str) -> None:
    for termbase in drawn():
        assert formats.read(formats.export(termbase, name), name) == termbase


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_file_gives_one_clear_error(name: str) -> None:
    whole = formats.export(SAMPLE, name, "th")

    def message(data: bytes) -> str:
        try:
            formats.read(data, name, "th", "f")
        except InputError as error:
            return str(error)
        return ""

    @given(st.integers(0, len(whole)), st.binary(max_size=4), st.integers(0, 6))
    @settings(FIXED, max_examples=80)
    def check(at: int, put: bytes, over: int) -> None:
        for data in (whole[:at], whole[:at] + put + whole[at + over :]):
            said = message(data)
            assert said == "" or (said.startswith("f") and "\n" not in said)

    check()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ("docx",),
            f"'docx' is no format; give one of {', '.join(FORMATS)}",
            id="format",
        ),
        pytest.param(
            ("po", "th", "poedit"),
            "'poedit' is no profile of po; it has plain, weblate",
            id="profile",
        ),
        pytest.param(
            ("po",),
            "po holds one target language a file; give it, as in --lang th",
            id="language",
        ),
        pytest.param(
            ("po", "vi"),
            "po goes from 'vi' to another language; give that, as th",
            id="source-language",
        ),
    ],
)
def test_what_cannot_be_exported_is_said(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError) as caught:
        formats.export(SAMPLE, *arguments)
    assert str(caught.value) == message


def test_two_concepts_of_one_id_are_not_exported() -> None:
    with pytest.raises(InputError) as caught:
        formats.export(Termbase((Concept("a", ()), Concept("a", ()))), "json")
    assert str(caught.value) == (
        "two concepts have the id 'a', or one has none; 'thuatngu validate' shows where"
    )


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_control_character_comes_back_or_does_not_go_out(name: str) -> None:
    base = Termbase(
        (
            Concept(
                "b",
                (
                    Term("vi", "b", Status.PREFERRED),
                    Term("th", "ข", Status.PREFERRED, reason="r\x1b"),
                ),
            ),
        )
    )
    if name in ("yaml", "json"):
        assert formats.read(formats.export(base, name), name) == base
        return
    with pytest.raises(InputError) as caught:
        formats.export(base, name, "th")
    assert str(caught.value) == (
        f"the reason 'r\\x1b' of 'b' holds U+001B, which can't be written in {name}; take it out"
    )
    (concept,) = base.concepts
    sound = replace(concept, terms=(concept.terms[0], replace(concept.terms[1], reason="r\u200b")))
    assert formats.read(formats.export(Termbase((sound,)), name, "th"), name, "th")
