"""The sub-commands, a module for each part of the work.

Each imports what it needs inside the function, so that `thuatngu check` pays for
no encoder and `thuatngu --help` for nothing at all.
"""
