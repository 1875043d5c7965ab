"""The same reports, passages, questions and encoder through others: txtai, plain BM25, plain vectors.

    pip install -e '.[peers]'
    python -m bench.peers                    # the table
    python -m bench.peers --copies 40        # among made reports too, for times and memory at size
    python -m bench.peers --write            # into bench/README.md

Each system runs in a process of its own, which is told the passages and the questions and tells its hits; what is right
is judged here, for all alike.
"""
