"""The model behind one interface: Claude, or rules that need no network."""
