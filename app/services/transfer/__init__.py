"""A child moves to another program: the file goes along, the clock goes on."""
