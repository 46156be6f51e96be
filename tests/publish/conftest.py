"""Fixtures of the tests of publishing: a folder for releases, one for the built site, keys."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="session")
def _unflushed() -> Iterator[None]:
    """Do not wait for the disk: on a busy machine that takes longer than everything else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sync", lambda: None)
        yield


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """A folder for releases that does not exist yet."""
    return tmp_path / "server"


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """A folder for the built site that does not exist yet."""
    return tmp_path / "site"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A private key; its public half is beside it, as public.pem."""
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", private], check=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
    return private
