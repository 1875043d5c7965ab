"""How well passages are found, and what each part of the search adds: words, meaning, places named, words one by one.

    python -m bench.search                       # questions of bench/gold and bench/guard over all reports
    python -m bench.search --data DIR --write    # with the sets of DIR, the table into bench/README.md

Each part is held against the system before it by a paired bootstrap over the questions. Weights were chosen on
`bench/gold` and the project's own questions; those of `bench/guard` were left alone until they stood.
"""
