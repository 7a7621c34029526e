"""The steps of understanding: one registered spaCy component a file."""
