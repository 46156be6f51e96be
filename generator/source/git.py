"""The environment in which git is run."""

from __future__ import annotations

import os

_OF_A_REPOSITORY = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
"""Variables that tie git to one repository. In a hook they name the hook's, whichever folder git is told to use."""


def git_environment(**more: str) -> dict[str, str]:
    """Return the environment without what ties git to another repository, with `more` variables."""
    return {**{name: value for name, value in os.environ.items() if name not in _OF_A_REPOSITORY}, **more}
