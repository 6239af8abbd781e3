"""The one exception that stands for input that cannot be used."""

from __future__ import annotations


class InputError(Exception):
    """Something that the caller gave cannot be used; the message says where, what and how to mend.

    The command line prints the message as one line and exits with 2.
    """
