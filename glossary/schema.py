"""The JSON Schema of `terms.yaml`, so that editors complete and check it as it is typed."""

from __future__ import annotations

import json
from typing import Any

from glossary import record
from glossary.model import Status

URL = "https://json-schema.org/draft/2020-12/schema"

_STATUSES = {
    Status.PROPOSED: "nobody has decided yet",
    Status.PREFERRED: "the term to use",
    Status.ADMITTED: "may be used",
    Status.DEPRECATED: "must not be used; 'reason' says why",
    Status.SUPERSEDED: "was right once",
}
TERM = {
    "text": "The term, in normal form C, without outer white space.",
    "status": "; ".join(f"{status.value}: {what}" for status, what in _STATUSES.items()) + ".",
    "forms": "Look-up forms: spellings and inflections that count as this term.",
    "blocked_by": "Longer strings inside which an occurrence is none.",
    "part_of_speech": "Such as noun or verb.",
    "geographical_usage": "Where the term is used, where that is not everywhere, such as Isan.",
    "register": "Style in which the term is used, such as formal, colloquial or headline.",
    "note": "Anything worth knowing about the term.",
    "reason": "Why it has its status, for those who are told not to use it.",
    "source": "Where the term was found, or who proposed it.",
    "decided_by": "The reviewer who gave the status.",
    "decided_at": "When, in UTC, as 2026-01-31T09:30:00Z.",
}
CONCEPT = {
    "id": "Stable key of lower-case ASCII letters, digits and hyphens, such as dan-van.",
    "subject": "Subject field, such as party or state.",
    "gloss": "A few English words that help who reads no Vietnamese.",
    "definition": "What the concept is.",
    "note": "Anything worth knowing about the concept.",
    "broader": "Id of the concept of which this is a kind or a part.",
    "related": "Ids of concepts to look at together with this one.",
    "sources": "Where the definition or the terms come from.",
    "terms": "Terms by language, each language a BCP 47 tag such as th.",
}
_LISTS = ("forms", "blocked_by", "related", "sources")


def _field(name: str, description: str) -> dict[str, Any]:
    if name in _LISTS:
        return {
            "description": description,
            "type": ["array", "null"],
            "items": {"type": "string"},
            "uniqueItems": True,
        }
    found: dict[str, Any] = {"description": description, "type": ["string", "null"]}
    if name == "status":
        found = {"description": description, "enum": [*record.STATUSES, None]}
    elif name == "id":
        found |= {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    elif name == "text":
        found |= {"type": "string", "minLength": 1}
    elif name == "decided_at":
        found |= {"pattern": r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?$"}
    return found


def schema() -> dict[str, Any]:
    """The schema as data; fields that it does not name are allowed, as a file keeps them."""
    term = {name: _field(name, TERM[name]) for name in record.TERM_FIELDS}
    concept = {
        name: _field(name, CONCEPT[name]) for name in record.CONCEPT_FIELDS if name != "terms"
    }
    concept["terms"] = {
        "description": CONCEPT["terms"],
        "type": ["object", "null"],
        "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"},
        "additionalProperties": {"type": ["array", "null"], "items": {"$ref": "#/$defs/term"}},
    }
    return {
        "$schema": URL,
        "title": "terms.yaml of thuatngu",
        "type": "object",
        "required": ["concepts"],
        "properties": {
            "schema": {"description": "Version of the shape.", "const": record.SCHEMA},
            "concepts": {"type": ["array", "null"], "items": {"$ref": "#/$defs/concept"}},
        },
        "$defs": {
            "concept": {"type": "object", "required": ["id"], "properties": concept},
            "term": {"type": "object", "required": ["text"], "properties": term},
        },
    }


def text() -> str:
    """The schema as it stands in ``docs/terms.schema.json``."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(text())
