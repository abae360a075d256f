#!/usr/bin/env python3
"""What a prediction by 784-64-10 is on each processor that a compiler is found for, in bytes: its code, without weights, and
the stack that the compiler reports for it.

Debian: g++, g++-aarch64-linux-gnu, g++-riscv64-linux-gnu, gcc-arm-none-eabi with libstdc++-arm-none-eabi-newlib.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "stack"))
from check import read_call_graph, stack_of

SOURCE = ROOT / "tests" / "firmware" / "predict_digits.cpp"
FLAGS = ["-std=c++20", "-ffp-contract=off", "-fno-exceptions", "-fno-rtti", "-fno-math-errno",
         "-fno-asynchronous-unwind-tables", "-ffunction-sections", "-fcallgraph-info=su,da"]
CORTEX = ["arm-none-eabi-g++", "-mthumb", "-mfloat-abi=hard"]
TARGETS = {
    "Cortex-M4": [*CORTEX, "-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16"],
    "Cortex-M7": [*CORTEX, "-mcpu=cortex-m7", "-mfpu=fpv5-d16"],
    "RISC-V": ["riscv64-linux-gnu-g++"],
    "AArch64": ["aarch64-linux-gnu-g++"],
    "x86-64": ["g++", "-march=x86-64"],
    "AVX2": ["g++", "-march=haswell"],
    "AVX-512": ["g++", "-march=skylake-avx512", "-w"],
}


def measure(compiler, folder):
    """Bytes of code, and of stack."""
    linked = pathlib.Path(folder, "headers")  # cross compilers do not search where these stand
    linked.mkdir(exist_ok=True)
    for name in ("boost", "xsimd"):
        if not (linked / name).exists():
            (linked / name).symlink_to(pathlib.Path("/usr/include", name))
    subprocess.run([*compiler, *FLAGS, f"-I{ROOT / 'include'}", "-isystem", str(linked), "-c", str(SOURCE), "-o", "a.o"],
                   check=True, cwd=folder)
    sections = subprocess.run(["size", "-A", "-d", "a.o"], check=True, text=True, stdout=subprocess.PIPE, cwd=folder).stdout
    code = sum(int(line.split()[1]) for line in sections.splitlines() if line.startswith((".text", ".rodata")))
    [graph] = pathlib.Path(folder).glob("*.ci")
    frames, calls = read_call_graph(graph.read_text())
    graph.unlink()
    [predict] = [function for function in frames if "7predict" in function]
    return code, stack_of(predict, frames, calls)


def main():
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    print(f"{'':12}{'code -Os':>10}{'-O2':>8}{'stack -Os':>12}{'-O2':>8}")
    for name, compiler in TARGETS.items():
        if shutil.which(compiler[0]) is None:
            print(f"{name:12}no {compiler[0]}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            (small, small_stack), (fast, fast_stack) = (measure([*compiler, level], folder) for level in ("-Os", "-O2"))
        print(f"{name:12}{small:10,}{fast:8,}{small_stack:12,}{fast_stack:8,}")


if __name__ == "__main__":
    main()
