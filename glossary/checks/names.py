"""The check of names: TG202."""

from __future__ import annotations
