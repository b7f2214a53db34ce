"""Equipment: from the need to use, who is asked to pay, what the closet lends meanwhile."""
