"""Faults in a translation, found by rules with codes; each rule is one function of `CHECKS`.

The way in is `Checker`, which keeps what is costly to build between files::

    checker = Checker(termbase, Config())
    findings = checker.file(Path("th.txt"))                          # any kind of file
    findings = checker.file(Path("th.txt"), source=Path("vi.txt"))   # with its source
    findings = checker.text("-", text, lang="th")                    # text at hand
    findings = checker.spans("th.txt", text, "th", source_text, "vi", beads)

`beads` pairs stretches ``((start, end), (start, end))`` of source and target;
where nothing is given, two plain files are paired line by line when they have as
many lines, else as a whole.
"""

from glossary.checks import facts, names, renderings, unlisted
from glossary.checks.checker import Checker
from glossary.checks.config import Config
from glossary.checks.document import CHECKS, Check, Document, Fault, Passage

__all__ = [
    "CHECKS",
    "Check",
    "Checker",
    "Config",
    "Document",
    "Fault",
    "Passage",
    "facts",
    "names",
    "renderings",
    "unlisted",
]
