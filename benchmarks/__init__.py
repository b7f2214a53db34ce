"""What requests cost, against the least they could cost. Run by hand; see README.md."""
