"""Readers: the bytes of files -> plain values, with the places of problems."""
