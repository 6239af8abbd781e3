from __future__ import annotations

from pathlib import Path

from glossary import record, schema
from glossary.formats.page import page


def test_the_page_of_formats_is_in_step(root: Path) -> None:
    assert (root / "docs/formats.md").read_text(encoding="utf-8") == page(), (
        "run 'python -m glossary.formats.page > docs/formats.md'"
    )


def test_the_schema_is_in_step(root: Path) -> None:
    assert (root / "docs/terms.schema.json").read_text(encoding="utf-8") == schema.text(), (
        "run 'python -m glossary.schema > docs/terms.schema.json'"
    )


def test_the_schema_names_every_field() -> None:
    parts = schema.schema()["$defs"]
    assert tuple(parts["concept"]["properties"]) == record.CONCEPT_FIELDS
    assert tuple(parts["term"]["properties"]) == record.TERM_FIELDS
    assert parts["term"]["properties"]["status"]["enum"] == [*record.STATUSES, None]
