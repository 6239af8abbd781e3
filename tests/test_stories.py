"""The stories that mining and alignment are measured on, and those that weights are set by."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import news
from glossary.languages import detect
from glossary.termfile import load

TERMBASE = load(Path(__file__).parent.parent / "terms.yaml")


@pytest.mark.parametrize(("folder", "many"), [("news", 5), ("training", 19)])
def test_lines_translate_each_other_and_name_concepts_that_there_are(
    folder: str, many: int
) -> None:
    stories = news.stories(folder)
    assert len(stories) == many
    for story in stories:
        assert len({len(lines) for lines in story.lines.values()}) == 1
        for lang, lines in story.lines.items():
            assert {detect(line) for line in lines} == {lang}
            assert not any(mark in line for line in lines for mark in "{|}")
        for (concept, lang), texts in story.renderings.items():
            assert concept in TERMBASE.by_id
            assert all(any(text in line for line in story.lines[lang]) for text in texts)


def test_no_line_that_weights_are_set_by_is_one_that_is_held_out() -> None:
    held_out = {line for story in news.stories() for of in story.lines.values() for line in of}
    used = {
        line for story in news.stories("training") for of in story.lines.values() for line in of
    }
    assert not held_out & used


def test_labels_ask_for_what_is_not_known() -> None:
    for task in news.tasks(TERMBASE, "training"):
        assert task.labels
        for label in task.labels:
            assert all(label.known not in forms for forms in label.variants)
