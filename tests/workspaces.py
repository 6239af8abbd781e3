"""Rows that the tests of a workspace put into one."""

from __future__ import annotations

from dataclasses import replace

from aligner.model import (
    Document,
    Rendering,
    document_id,
)
from glossary.decision import Action, Decision


def document(text: str, lang: str = "vi", name: str = "", **fields: object) -> Document:
    made = Document(document_id(lang, "", text), name or f"{text}.txt", lang, text)
    return replace(made, **fields)  # type: ignore[arg-type]


def decision(number: int, concept: str = "dan-van", id: str = "") -> Decision:  # noqa: A002
    return Decision(
        id or f"d{number}", "2025-01-02T03:04:05Z", "An", Action.PREFER, concept, "th", "ระดมมวลชน"
    )


def rendering(concept: str, lang: str, rank: int, **fields: object) -> Rendering:
    made = Rendering(concept, lang, f"{concept}-{rank}", "new", 3, 2, 0.5, rank)
    return replace(made, **fields)  # type: ignore[arg-type]
