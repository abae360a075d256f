"""The compilers of this machine, and what a translation unit costs them: time, memory, instantiations."""
import collections
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLAGS = ["-std=c++20", f"-I{ROOT / 'include'}"]


class CompilerFailed(Exception):
    pass


@dataclasses.dataclass(frozen=True)
class Cost:
    user_seconds: float
    peak_megabytes: float


class Compiler:
    """command: g++, clang++ or a path to one."""

    def __init__(self, command):
        self.command = command
        self.name = pathlib.Path(command).name
        listing = subprocess.run([command, "-dM", "-E", "-x", "c++", os.devnull], check=True, text=True,
                                 stdout=subprocess.PIPE).stdout
        macros = dict(line.split(" ", 2)[1:] for line in listing.splitlines() if line.count(" ") >= 2)
        self.is_clang = "__clang__" in macros
        self.is_x86_64 = "__x86_64__" in macros
        self.release = f"clang {macros['__clang_major__']}" if self.is_clang else f"g++ {macros['__GNUC__']}"

    def run(self, flags, source, folder):
        """Compiles a text in a folder, where the compiler leaves what it makes."""
        unit = pathlib.Path(folder, "unit.cpp")
        unit.write_text(source, encoding="utf-8")
        process = subprocess.Popen([self.command, *flags, str(unit)], cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)  # of the driver and of all that it started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise CompilerFailed(f"{self.command} failed")
        return Cost(usage.ru_utime, usage.ru_maxrss / 1024)

    def cost(self, flags, source):
        with tempfile.TemporaryDirectory() as folder:
            return self.run([*flags, "-c"], source, folder)

    def instantiations(self, flags, source):
        """How often each template was instantiated: Counter of names with their arguments. Only clang tells.

        The number does not depend on the machine or its load, and hardly on anything but the source, the headers and
        the compiler's release.
        """
        trace = ["-fsyntax-only", "-ftime-trace", "-ftime-trace-granularity=0"]
        with tempfile.TemporaryDirectory() as folder:
            self.run([*flags, *trace], source, folder)
            # Its name differs from release to release.
            [file] = [file for file in pathlib.Path(folder).iterdir() if file.name.endswith(".json")]
            events = json.loads(file.read_text(encoding="utf-8"))["traceEvents"]
        return collections.Counter(event.get("args", {}).get("detail", "") for event in events
                                   if event["name"] in ("InstantiateClass", "InstantiateFunction"))


def find_compilers(commands):
    """Those of the commands that exist."""
    return [Compiler(command) for command in commands if shutil.which(command)]
