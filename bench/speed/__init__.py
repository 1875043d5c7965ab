"""How fast reading is, step by step, on made reports (`bench.made`).

    python -m bench.speed --reports 500             the table
    python -m bench.speed --memory 10000 --write    with the memory over so many reports, into bench/README.md
    python -m bench.speed --json                    a figure a line

The real pipeline runs, from files to the index; its own functions are timed where it calls them (`steps`). All
times are CPU seconds of one process with one thread a library, so they are those of one core.
"""
