"""Closed vocabularies that tables and shapes share, one file a noun."""
