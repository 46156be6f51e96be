"""What several files of tests share, by subject. `tests/conftest.py` has the fixtures."""
