"""How fast the pages are: in a real browser, and under many sessions at once. `python -m bench.pages --help`."""
