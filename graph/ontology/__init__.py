"""What the field says, as data: kinds of names and relations, their words, and examples that are tests."""
