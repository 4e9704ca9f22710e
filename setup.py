"""Compiles the modules that read articles, with mypyc, when a wheel is built: docs/decisions/031-compiled.md.

Everything else about the project is in pyproject.toml. Where compiling fails (no C compiler, no headers) one line says
why and the wheel is pure Python: it reads the same, more slowly. SARHAD_PURE=1 asks for that; with SARHAD_COMPILED=1 a
failure is an error. An editable install is always pure, so that nobody edits a module and runs its old compiled form.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from sysconfig import get_config_var
from textwrap import shorten

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

COMPILED = "bdist_wheel" in sys.argv and not os.environ.get("SARHAD_PURE")  # an editable install runs editable_wheel
FAILURES = (Exception, SystemExit)  # of mypycify, whose own errors are of any kind, and of the C compiler


def stay_pure(error: BaseException) -> None:
    """Say in one line why nothing is compiled, or end the build where it must be."""
    why = f"{type(error).__name__}: {shorten(str(error), 200)}"
    if os.environ.get("SARHAD_COMPILED"):
        raise SystemExit(f"sarhad: the reader could not be compiled, and SARHAD_COMPILED is set: {why}") from error
    print(f"sarhad: the reader stays pure Python, it could not be compiled: {why}", file=sys.stderr)


def extensions() -> list[Extension]:
    """What mypy checks, compiled: one shared library a package, so that geodata never needs incidents.

    They lie beside the packages: inside them the modules would be told a wrong `__file__` and `__path__` (mypyc 2.4).
    """
    from mypyc.build import mypycify

    checked = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["files"]
    files = [str(path) for name in checked for path in (sorted(Path(name).glob("*.py")) or [Path(name)])]
    found: list[Extension] = []
    for package in ("geodata", "incidents"):
        paths = [file for file in files if Path(file).parts[0] == package]
        found += mypycify(paths, group_name=package, opt_level="3", debug_level="0")
    for extension in found:  # what a newer compiler warns of is no reason to stay slow
        extension.extra_compile_args = [flag for flag in extension.extra_compile_args if flag != "-Werror"]
    return found


class AllOrNothing(build_ext):
    """Leaves no extension in the wheel when one fails: each module's is only a door to its package's shared library."""

    def run(self) -> None:
        try:
            super().run()
        except FAILURES as error:
            stay_pure(error)
            self.extensions = self.distribution.ext_modules = []
            self.get_finalized_command("bdist_wheel").root_is_pure = True
        wanted = {Path(self.get_ext_fullpath(extension.name)) for extension in self.extensions}
        for built in Path(self.build_lib).rglob(f"*{get_config_var('EXT_SUFFIX')}"):
            if built not in wanted:  # half of them, or one that an earlier build left of a module no longer compiled
                built.unlink()


ext_modules: list[Extension] = []
if COMPILED:
    try:
        ext_modules = extensions()
    except FAILURES as error:
        stay_pure(error)
setup(ext_modules=ext_modules, cmdclass={"build_ext": AllOrNothing})
