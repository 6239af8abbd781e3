"""Hostile XML: one line, no entity, and nothing asked of the network or of another file."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossary import bitexts, formats
from glossary.errors import InputError
from glossary.termfile import decoded

LINE = re.compile(r"f(\.\w+)?:")
"""What a message begins with: the file."""
TBX = (
    '<tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:xi="http://www.w3.org/2001/XInclude">'
    '<text><body><conceptEntry id="c-a"><note>{}</note><langSec xml:lang="vi"><termSec>'
    "<term>dân vận</term></termSec></langSec></conceptEntry></body></text></tbx>"
)
TMX = (
    '<tmx version="1.4" xmlns:xi="http://www.w3.org/2001/XInclude"><header srclang="vi"/><body>'
    '<tu><tuv xml:lang="vi"><seg>{}dân vận</seg></tuv><tuv xml:lang="th"><seg>ระดม</seg></tuv></tu>'
    "</body></tmx>"
)
XLIFF = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="vi" trgLang="th" '
    'xmlns:xi="http://www.w3.org/2001/XInclude"><file id="f"><unit id="u"><segment>'
    "<source>{}dân vận</source><target>ระดม</target></segment></unit></file></xliff>"
)


def terms(data: bytes) -> str:
    base = formats.read(data, "tbx", name="f")
    assert [term.text for concept in base for term in concept.terms] == ["dân vận"]
    return base.concepts[0].note


def pairs(suffix: str) -> Callable[[bytes], str]:
    def read(data: bytes) -> str:
        (pair,) = bitexts.read(decoded(data, f"f{suffix}"), f"f{suffix}")
        return pair.source.text.removesuffix("dân vận")

    return read


READERS = [
    pytest.param(TBX, terms, id="tbx"),
    pytest.param(TMX, pairs(".tmx"), id="tmx"),
    pytest.param(XLIFF, pairs(".xlf"), id="xliff"),
]


def told(read: Callable[[bytes], str], data: bytes) -> str:
    """What a file says before its term, or the one line that refuses it."""
    try:
        return read(data)
    except InputError as error:
        return str(error)


@pytest.fixture
def listened(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A server that nobody may ask; it sees parsers that open sockets of their own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("a reader asked the network")

        for name in ("create_connection", "getaddrinfo", "gethostbyname"):
            monkeypatch.setattr(socket, name, refuse)
        yield server


@pytest.mark.parametrize(("form", "read"), READERS)
@pytest.mark.parametrize(
    ("head", "inside"),
    [
        pytest.param('<!DOCTYPE r SYSTEM "{url}/a.dtd">', "", id="external-dtd"),
        pytest.param('<!DOCTYPE r PUBLIC "-//x//y" "{file}">', "", id="public-dtd"),
        pytest.param(
            '<!DOCTYPE r [<!ENTITY % a SYSTEM "{url}/a"> %a;]>', "", id="parameter-entity"
        ),
        pytest.param('<!DOCTYPE r [<!ENTITY a SYSTEM "{url}/a">]>', "&a;", id="entity-of-network"),
        pytest.param('<!DOCTYPE r [<!ENTITY a SYSTEM "{file}">]>', "&a;", id="entity-of-file"),
        pytest.param("", '<xi:include href="{file}" parse="text"/>', id="xinclude-of-file"),
        pytest.param("", '<xi:include href="{url}/a"/>', id="xinclude-of-network"),
        pytest.param('<?xml-stylesheet href="{url}/a.xsl" type="text/xsl"?>', "", id="stylesheet"),
        pytest.param('<?xml-model href="{url}/a.rng"?>', "", id="model"),
    ],
)
def test_nothing_is_fetched(
    form: str,
    read: Callable[[bytes], str],
    head: str,
    inside: str,
    tmp_path: Path,
    listened: socket.socket,
) -> None:
    (tmp_path / "secret").write_text("hunter2", encoding="utf-8")
    url = f"http://127.0.0.1:{listened.getsockname()[1]}"
    data = (head + form.replace("{}", inside)).replace("{url}", url)
    data = data.replace("{file}", (tmp_path / "secret").as_uri())
    found = told(read, data.encode())
    assert found == "" or (LINE.match(found) and "entit" in found)
    assert "\n" not in found
    assert "hunter2" not in found
    with pytest.raises(BlockingIOError):
        listened.accept()


@pytest.mark.parametrize(("form", "read"), READERS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("declared", ["", "utf-8", "utf-16", "windows-1258", "x-no-such"])
def test_another_encoding_than_utf_8_is_read_right_or_named(
    form: str, read: Callable[[bytes], str], encoding: str, declared: str
) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    found = told(read, (head + form.replace("{}", "")).encode(encoding))
    assert found == "" or LINE.match(found)
    assert "\n" not in found
