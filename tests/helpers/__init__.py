"""Helpers shared by several test files, by subject. `tests/conftest.py` has the fixtures."""
