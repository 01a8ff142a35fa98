"""What the build of a wheel adds: the built-in templates, compiled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_COMPILE = """\
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from wizard.compiler.loader import compile_built_in
compile_built_in(Path(sys.argv[1]))
"""


class CompiledTemplates(BuildHookInterface):
    """Put an entry of `wizard.compiler.cache` for every built-in template into the wheel, for the first start."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # its sources change without a build; what it compiles, it caches
        self._entries = TemporaryDirectory(prefix="compiled-templates-")
        # Sets are written in the order of their hashes: with the same seed, every build gives the same wheel.
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        compiling = [sys.executable, "-c", _COMPILE, self._entries.name, self.root]
        subprocess.run(compiling, env=environment, check=True)
        for entry in Path(self._entries.name).iterdir():
            build_data["force_include"][str(entry)] = f"templates/compiled/{entry.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._entries.cleanup()
