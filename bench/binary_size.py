#!/usr/bin/env python3
"""What a network adds to a program, in bytes: predicting alone, and training and predicting.

Prints the code (.text) and the stripped file, minus those of an empty program, for the instruction set x86-64-v3 (AVX2).
Parameters are in neither: a network is memory that begins as zeros.
"""
import argparse
import pathlib
import subprocess
import tempfile

from compilation import sources
from compilation.compilers import FLAGS, find_compilers
from compilation.report import print_table, write_json

OPTIMIZATIONS = ["-O2", "-Os"]
UNPADDED = "-Wl,-z,noseparate-code,-z,norelro"  # else files grow by pages, and small programs are all of one size
PROGRAMS = {"predicts": sources.predicting, "trains": sources.training}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compilers", nargs="+", default=["g++", "clang++"])
    parser.add_argument("--json", help="a file for the same numbers")
    parser.add_argument("flags", nargs="*", help="more for the compiler, after --: -I/where/xsimd/is, another -march")
    return parser.parse_args()


def sizes(compiler, flags, source):
    """Of a program: its code, and its file without symbols."""
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder, "program")
        compiler.run([*flags, "-s", "-o", str(program)], source + sources.EMPTY_MAIN, folder)
        sections = subprocess.run(["size", "-A", "-d", program], check=True, text=True, stdout=subprocess.PIPE).stdout
        [text] = [int(line.split()[1]) for line in sections.splitlines() if line.startswith(".text ")]
        return {"text": text, "stripped": program.stat().st_size}


def measure(compilers, more_flags):
    """For each network and program what each compiler, at each optimization, makes of it."""
    rows = [{"network": network, "program": program} for network in sources.NETWORKS for program in PROGRAMS]
    for compiler in compilers:
        for optimization in OPTIMIZATIONS:
            flags = [*FLAGS, "-march=x86-64-v3", "-ffp-contract=off", UNPADDED, optimization, *more_flags]
            empty = sizes(compiler, flags, "")
            for row in rows:
                source = PROGRAMS[row["program"]](sources.NETWORKS[row["network"]])
                whole = sizes(compiler, flags, source)
                row[f"{compiler.name} {optimization}"] = {what: whole[what] - empty[what] for what in whole}
    return rows


def main():
    chosen = arguments()
    compilers = find_compilers(chosen.compilers)
    rows = measure(compilers, chosen.flags)
    builds = [f"{compiler.name} {optimization}" for compiler in compilers for optimization in OPTIMIZATIONS]
    print_table(["", ""] + [f"{build} {what}" for build in builds for what in (".text", "file")],
                [[row["network"], row["program"], *(size for build in builds for size in row[build].values())]
                 for row in rows])
    if chosen.json:
        write_json(chosen.json, compilers, rows)


if __name__ == "__main__":
    main()
