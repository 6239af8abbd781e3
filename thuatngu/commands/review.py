"""`review`: the reviewers' application."""

from __future__ import annotations

from typing import Annotated

import typer


def review(
    reviewer: Annotated[
        str,
        typer.Option(
            envvar=["THUATNGU_REVIEWER", "USER", "USERNAME"],
            help="Who decides; kept with each decision.",
        ),
    ],
) -> None:
    """Approve the canonical entries of the glossary, concept by concept."""
