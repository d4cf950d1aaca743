"""Twilio: its API, its signatures, and the size of texts. The only importer of `twilio`."""
