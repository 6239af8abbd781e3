"""The command line, which puts the glossary, the aligner and the review application together."""

__version__ = "0.1.0"
