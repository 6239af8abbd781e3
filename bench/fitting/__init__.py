"""How the weights that ship are fitted, each by a command.

beads      the closer look of an alignment: `python -m bench.fitting.beads`
pairs      pairs in comparable documents: `python -m bench.fitting.pairs`
ranking    the rows of mining: `python -m bench.fitting.ranking`
"""
