"""The termbase, how its terms are found in text, what is checked, and how it travels.

Nothing here needs numpy, an encoder or a screen: a check starts in milliseconds.
"""
