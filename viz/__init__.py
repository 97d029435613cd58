"""Answers become pictures: networks laid out beforehand, each one self-contained page. Takes values of the graph."""
