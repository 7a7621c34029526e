"""How well messages are understood: a classifier on anybody's labelled data, the whole parser on a shop's own messages."""
