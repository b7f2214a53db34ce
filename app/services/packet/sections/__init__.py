"""One module an item: its content, and its part of a document."""
