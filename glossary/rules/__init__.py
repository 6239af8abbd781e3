"""What a sound termbase keeps to. A rule is one function, and the first sentence of its docstring
is the rule; `RULES` has them by code. Codes below TB100 are of the file's shape and come from
`glossary.record` and `glossary.termfile`.
"""

from __future__ import annotations

from collections.abc import Mapping

from glossary.rules import concepts, terms, writing
from glossary.rules.fault import Fault, Rule, Subject

__all__ = ["RULES", "SHAPE", "Fault", "Rule", "Subject"]

RULES: Mapping[str, Rule] = {
    "TB101": concepts.id_twice,
    "TB102": concepts.id_shape,
    "TB103": concepts.unnamed,
    "TB104": concepts.dangling,
    "TB105": concepts.circle,
    "TB201": terms.two_preferred,
    "TB202": terms.term_twice,
    "TB203": terms.preferred_and_deprecated,
    "TB204": terms.shared,
    "TB301": writing.not_normalised,
    "TB302": writing.never_matches,
    "TB303": writing.blocks_nothing,
    "TB304": terms.no_reason,
    "TB305": writing.no_tag,
    "TB306": writing.other_script,
    "TB307": writing.no_time,
    "TB308": writing.commanding,
    "TB401": concepts.unsettled,
}

SHAPE: Mapping[str, str] = {
    "TB001": "A file is a mapping that has a list of concepts.",
    "TB002": "The schema is one that this version knows.",
    "TB003": "A field holds what it should: text, a list of texts, a list of terms.",
    "TB004": "A status is one of those that there are.",
    "TB005": "A field stands once in its mapping.",
    "TB006": "The schema is the newest, since a file of an older one can only be read.",
}
"""Rules of shape, which also keep a file from being used."""
