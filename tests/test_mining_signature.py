"""The signature of mining: what ranks is frozen under a name."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from aligner.mining import ranking
from aligner.mining.signature import VERSION, digest, signature
from thuatngu.commands import mine as command

FROZEN = {
    "mining-2": "f7afaa33",
    "mining-3": "234254f0",
    "mining-4": "dd4acefd",
    "mining-5": "7b7be8aa",
    "mining-6": "47ec8f05",
    "mining-7": "0861f4ae",
    "mining-8": "bd882ebb",
}
"""Digest of each version. Another digest is another ranking: measure it with `bench.mining`, give
it a new version, and add a line here."""


def test_what_ranks_is_frozen() -> None:
    assert FROZEN[VERSION] == digest()


def test_a_signature_names_version_threshold_and_encoder() -> None:
    assert signature("e5/1") == f"{VERSION}:{digest()}/least0.035/e5/1"
    assert signature("e5/1", 0.0) == f"{VERSION}:{digest()}/least0/e5/1"


def test_a_changed_weight_changes_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest()
    monkeypatch.setattr(ranking, "WEIGHTS", {**ranking.WEIGHTS, "llr": 1.0})
    digest.cache_clear()
    assert digest() != before
    monkeypatch.undo()
    digest.cache_clear()
    assert digest() == before


def test_the_help_tells_from_which_probability_rows_are_shown() -> None:
    of = get_type_hints(command.mine, include_extras=True)["least"]
    assert f"Default: {ranking.LEAST:g}." in of.__metadata__[0].help
