"""Can confidence be believed? Thousands of questions from annotated facts, a third of them near-misses; the map of it.

    python -m bench.reliability HOME [--write] [--fit]

The annotation, not the product's own reading, says what is right: a number that was read wrongly counts as wrong here.
"""
