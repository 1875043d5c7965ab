"""The doors: the command line (`api.cli`) and the HTTP API with the pages (`api.app`)."""
