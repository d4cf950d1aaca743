"""The agents: context in, decision out. No SQL, no network, no clock of their own."""
