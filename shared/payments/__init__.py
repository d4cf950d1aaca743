"""Stripe: payment pages, signatures, and what it reports. The only importer of its library."""
