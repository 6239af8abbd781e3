"""From files to beads and renderings: documents, segments, vectors, alignment, mining.

Each step is a pure function of its input and a frozen configuration; only
`aligner.workspace` writes.
"""
