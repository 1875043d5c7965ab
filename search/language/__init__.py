"""What questions look like, as data: `asking.toml` (what is wanted) and `thesaurus.toml` (everyday words for the field's)."""
