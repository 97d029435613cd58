"""Readers: files and strings to Documents."""
