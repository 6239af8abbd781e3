"""What was mined of a concept, as choices of the reviewer; kept at hand between two pages."""

from __future__ import annotations

from operator import is_

from aligner.model import Occurrence, Rendering
from aligner.workspace import Workspace
from glossary.model import Concept
from tui.page import Choice, choices_of

_ROWS = 40
"""Renderings shown of one concept and language: the listed ones and the best of the new."""

Ingredients = tuple[Concept, tuple[Rendering, ...], frozenset[tuple[str, str]]]
"""What choices are made of: the concept, what was mined of it, and what of that was sent away."""


class Mined:
    """Choices and their places in the corpus, read from a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._changes = -1
        self._mined: dict[tuple[str, str], tuple[Rendering, ...]] = {}
        self._places: dict[tuple[object, ...], tuple[Occurrence, ...]] = {}
        self._listed: dict[tuple[str, str], tuple[Ingredients, tuple[Choice, ...]]] = {}

    def choices(
        self, concept: Concept, lang: str, gone: frozenset[tuple[str, str]]
    ) -> tuple[Choice, ...]:
        """Choices of a concept in a language, kept at hand until what they are made of changes.

        Args:
            concept: as it stands.
            lang: of the choices.
            gone: language and text of what was sent away from this concept.
        """
        rows = self._rows(concept.id, lang)
        made_of = concept, rows, gone
        kept = self._listed.get((concept.id, lang))
        if kept is not None and all(map(is_, kept[0][:2], made_of)) and kept[0][2] == gone:
            return kept[1]
        choices = choices_of(
            concept,
            lang,
            [(n, row) for n, row in enumerate(rows) if (lang, row.text) not in gone],
        )
        self._listed[concept.id, lang] = made_of, choices
        return choices

    def _renew(self) -> None:
        changes = self.workspace.changes()
        if changes != self._changes:
            self._changes = changes
            self._mined.clear()
            self._listed.clear()
            self._places.clear()

    def _rows(self, concept_id: str, lang: str) -> tuple[Rendering, ...]:
        """What was mined, kept at hand until another program writes to the workspace."""
        self._renew()
        key = concept_id, lang
        if key not in self._mined:
            if len(self._mined) > 1000:
                self._mined.clear()
                self._listed.clear()
            self._mined[key] = self.workspace.renderings(concept_id, lang, evidence=0, limit=_ROWS)
        return self._mined[key]

    def occurrences(self, concept_id: str, choice: Choice, limit: int) -> tuple[Occurrence, ...]:
        """Where a choice stands in the corpus: at most `limit` places of each spelling.

        Kept at hand until another program writes to the workspace.
        """
        self._renew()
        key = concept_id, choice.lang, choice.text, choice.places, limit
        places = self._places.get(key)
        if places is None:
            if len(self._places) > 100:
                self._places.clear()
            places = self._places[key] = self._read_places(concept_id, choice, limit)
        return places

    def _read_places(self, concept_id: str, choice: Choice, limit: int) -> tuple[Occurrence, ...]:
        found: list[Occurrence] = []
        for place, row in zip(choice.places, choice.renderings, strict=True):
            for mined in self.workspace.renderings(
                concept_id, choice.lang, limit=1, offset=place, evidence=limit
            ):
                if mined.text == row.text:  # else it was mined anew meanwhile
                    found.extend(mined.evidence)
        return tuple(found[:limit])
