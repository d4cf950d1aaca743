"""Labelled texts, and how the models of what texts mean are made from them."""
