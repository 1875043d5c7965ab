"""`python -m api.cli`: the command line from a source tree that is not installed."""

from api.cli import main

main()
