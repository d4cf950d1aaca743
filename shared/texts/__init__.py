"""The way of a text: in, out, what became of it, and what was missed."""
