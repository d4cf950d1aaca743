"""Retention: rows past their age in S3-compatible storage; the only importer of boto3."""
