"""The reviewers' terminal application: the only package that imports Textual."""
