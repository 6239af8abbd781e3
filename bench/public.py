"""Public parallel text: ``xquad.{vi,th,hi}.json`` of a folder, in SQuAD format."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any


def paragraphs(folder: Path, lang: str) -> list[dict[str, Any]]:
    """Paragraphs with their questions."""
    return [
        paragraph for article in raw_articles(folder, lang) for paragraph in article["paragraphs"]
    ]


def raw_articles(folder: Path, lang: str) -> list[dict[str, Any]]:
    """Articles as the file has them."""
    data = json.loads((folder / f"xquad.{lang}.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = data["data"]
    return found


def articles(folder: Path, lang: str) -> list[list[str]]:
    """The paragraphs and questions of each article."""
    return [
        [
            text.strip().replace("\n", " ")
            for paragraph in article["paragraphs"]
            for text in (paragraph["context"], *(qa["question"] for qa in paragraph["qas"]))
        ]
        for article in raw_articles(folder, lang)
    ]


def count_sentences(folder: Path) -> int:
    """Sentences of the paragraphs, as Vietnamese ends them, and questions."""
    return sum(
        len(paragraph["qas"]) + len(re.findall(r"[.!?](?:\s|$)", paragraph["context"]))
        for paragraph in paragraphs(folder, "vi")
    )


def spans(texts: list[str]) -> list[tuple[int, int]]:
    """Where each of some texts stands when they are joined by two line ends."""
    found, start = [], 0
    for text in texts:
        found.append((start, start + len(text)))
        start += len(text) + 2
    return found


def whole(source: str, target: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Two texts as one pair."""
    return [((0, len(source)), (0, len(target)))]


def sentence_pairs(folder: Path, lang: str) -> list[tuple[str, str]]:
    """Vietnamese questions and their translation."""
    pairs = []
    for ours, theirs in zip(paragraphs(folder, lang), paragraphs(folder, "vi"), strict=True):
        for one, other in zip(ours["qas"], theirs["qas"], strict=True):
            pairs.append((other["question"].strip(), one["question"].strip()))
    return pairs
