"""YAML and JSON: the termbase as it is."""

from __future__ import annotations

import json

from glossary import record, yamltext
from glossary.errors import InputError
from glossary.formats.loss import Codec, Keeps
from glossary.model import Termbase
from glossary.record import Reader
from glossary.termfile import decoded, parse


def write_yaml(termbase: Termbase, _lang: str, _profile: str) -> bytes:
    return yamltext.document(record.termbase_data(termbase)).encode()


def read_yaml(data: bytes, name: str, _lang: str) -> Termbase:
    return parse(decoded(data, name), name)


def write_json(termbase: Termbase, _lang: str, _profile: str) -> bytes:
    data = record.termbase_data(termbase)
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def read_json(data: bytes, name: str, _lang: str) -> Termbase:
    try:
        found = json.loads(decoded(data, name), object_pairs_hook=_once, parse_constant=_strange)
    except json.JSONDecodeError as error:
        raise InputError(f"{name}:{error.lineno}: {error.msg}; mend the JSON there") from error
    except RecursionError as error:
        raise InputError(f"{name}: is nested too deeply; give a termbase") from error
    except _TwiceError as error:
        raise InputError(
            f"{name}: the field {error.args[0]!r} stands twice; join the two"
        ) from error
    except _StrangeError as error:
        raise InputError(f"{name}: JSON has no number {error.args[0]}; quote it") from error
    except ValueError as error:
        raise InputError(f"{name}: holds a number of thousands of digits; quote it") from error
    reader = Reader()
    termbase = reader.termbase(found)
    if reader.problems:
        first = reader.problems[0]
        where = "".join(f"[{step!r}]" for step in first.where)
        raise InputError(f"{name}: {where or 'the file'}: {first.message}")
    return termbase


class _TwiceError(Exception):
    """One name stands twice in an object, and JSON's reader would keep the last in silence."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return found


class _StrangeError(Exception):
    """A number that JavaScript has and JSON has not."""


def _strange(name: str) -> object:
    raise _StrangeError(name)


def keep(termbase: Termbase, _lang: str, _profile: str) -> Termbase:
    return record.grouped(termbase)


CODECS = {
    "yaml": Codec(write_yaml, read_yaml, keep, Keeps()),
    "json": Codec(write_json, read_json, keep, Keeps()),
}
