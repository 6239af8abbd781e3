"""A termbase as people write one, with comments in every place, and concepts put into it."""

from __future__ import annotations

from dataclasses import replace

from glossary.model import Concept, Termbase

FILE = """\
# our terms
schema: 1   # the shape
owner: {name: us}
concepts:
  # the Party
  - id: dan-van
    subject: party            # party | state
    gloss: "mass mobilization"
    definition: >-
      folded text
      # part of it
    weight: 3   # unknown
    related: [ban-dan-van,
       dan-van-kheo]  # two
    terms:
      vi:
        - text: dân vận
          forms: [công tác dân vận]      # look-up forms
      no:
        - text: nei   # Norwegian
      th:
        # the word
        - text: การระดมมวลชน
          status: proposed
          forms:
            # short
            - ระดมมวลชน  # so
            - ระดม
          note: …
        # the mistake
        - text: บริการสาธารณะ
          status: deprecated
          reason: means public service; …
          blocked_by: [งานบริการสาธารณะ]
      hi: []

  # the rest
  - {id: b, terms: {vi: [{text: b}]}}   # on one line
  - terms:
      vi:
      - text: c
    id: c
tail: yes
"""


def with_concept(termbase: Termbase, n: int, concept: Concept) -> Termbase:
    concepts = list(termbase.concepts)
    concepts[n] = concept
    return replace(termbase, concepts=tuple(concepts))
