"""XML, read without entities or network and written without a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from glossary.errors import InputError
from glossary.visible import visible

Element = Any
"""An element of lxml."""

XML = "{http://www.w3.org/XML/1998/namespace}"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES = "defines entities; write the text out"
_ADVICE = re.compile(r", (?:use|try|see) .*$")
"""What a message of libxml2 tells the programmer to do about it."""
_SPECIAL = re.compile(f'[&<>"\t\n\r{_FORBIDDEN.pattern[1:-1]}]')
"""What stands in few texts: a text without any goes out as it is."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTES = str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def escaped(text: str) -> str:
    """Text between tags.

    Raises:
        InputError: XML has no way to say one of its characters.
    """
    if not _SPECIAL.search(text):
        return text
    if bad := _FORBIDDEN.search(text):
        raise InputError(f"U+{ord(bad[0]):04X} in {text!r} can't be written in XML; take it out")
    return text.translate(_ESCAPES)


def shown(text: str) -> str:
    """A text with a stand-in, as long, for each character that XML has no way to say."""
    return _FORBIDDEN.sub(lambda match: visible(match[0]), text)


def attribute(text: str) -> str:
    """Text between the quotes of an attribute."""
    return escaped(text).translate(_IN_ATTRIBUTES) if _SPECIAL.search(text) else text


def parsed(data: bytes, name: str) -> Element:
    """The root of a document.

    Raises:
        InputError: it is malformed, or defines entities of its own.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        what = (error.msg or "is no XML").split(", line ")[0].replace("\n", " ")
        if "amplification" in what or "entity reference loop" in what:
            raise InputError(f"{name}: {_ENTITIES}") from error
        what = visible(_ADVICE.sub("", what))
        raise InputError(f"{name}:{error.lineno or 1}: {what}; mend the XML there") from error
    except ValueError as error:
        raise InputError(f"{name}: {error}; save it as UTF-8 XML") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise InputError(f"{name}: {_ENTITIES}")
    return root


def local(element: Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def text_of(element: Element) -> str:
    """All text inside an element."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def below(element: Element, *names: str) -> Iterator[Element]:
    """Children of these names."""
    return (child for child in element if local(child) in names)


def language(element: Element) -> str:
    """``xml:lang``, or empty."""
    found = element.get(f"{XML}lang") or element.get("lang") or ""
    assert isinstance(found, str)
    return found.strip()
