"""One module for each way in which the law asks for something."""
