#!/usr/bin/env python3
"""Trilobite in one header, to paste into a project: all that include/trilobite/trilobite.hpp includes.

It needs nothing beside a C++20 compiler and its standard library. Where xsimd is installed, registers are used.
With --library, a whole folder as Arduino and PlatformIO install it: the header, both manifests, licence and examples.
"""
import argparse
import json
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "cmake/library/examples"
AUTHOR = "The Trilobite authors"

INCLUDE = re.compile(r"#\s*include\s*<([^>]+)>")
CONDITIONAL = re.compile(r"#\s*(if|endif)")


def project(variable):
    """What CMakeLists.txt says of the project: its VERSION, its DESCRIPTION."""
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(rf'{variable} ("[^"]*"|\S+)', text.split("project(")[1])[1].strip('"')


class Amalgamation:
    """Headers in the order of their inclusion, each once."""

    def __init__(self):
        self.taken, self.standard, self.hana, self.text = set(), set(), [], []

    def take(self, header):
        self.taken.add(header)
        own, depth = [], 0

        def flush():
            if kept := "\n".join(own).strip("\n"):
                self.text.append(f"// ---- {header}\n{kept}")
            own.clear()

        for line in (ROOT / "include" / header).read_text(encoding="utf-8").splitlines():
            if match := CONDITIONAL.match(line):
                depth += 1 if match[1] == "if" else -1
            include = INCLUDE.match(line)
            if line == "#pragma once":
                continue
            if include is None or (depth and not include[1].startswith("trilobite/")):
                own.append(line)
            elif depth:
                sys.exit(f"{header}: includes {include[1]} under a condition, and one header holds it once")
            elif include[1].startswith("boost/"):
                self.hana.append(line)
            elif not include[1].startswith("trilobite/"):
                self.standard.add(line)
            elif include[1] not in self.taken:
                flush()
                self.take(include[1])
        flush()

    def header(self):
        self.take("trilobite/trilobite.hpp")
        licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
        comment = [f"{project('DESCRIPTION')}. Trilobite {project('VERSION')} in one header, which",
                   "cmake/amalgamate.py made of include/trilobite.", "", *licence.splitlines()]
        members = (ROOT / "cmake/library/members.hpp").read_text(encoding="utf-8")
        parts = ["#pragma once",
                 "\n".join(f"// {line}".rstrip() for line in comment),
                 '#if __cplusplus < 201709L\n#error "trilobite: C++20 is needed: -std=gnu++20"\n#endif',
                 "\n".join(sorted(self.standard)),
                 "// Registers where xsimd is installed, scalars elsewhere.",
                 "#if !defined(TRILOBITE_NO_SIMD) && !__has_include(<xsimd/xsimd.hpp>)",
                 "#define TRILOBITE_NO_SIMD", "#endif",
                 "#if !defined(TRILOBITE_NO_HANA) && __has_include(<boost/hana/define_struct.hpp>)",
                 "\n".join(self.hana), "#else", members, "#endif",
                 *self.text]
        return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def arduino_manifest(url):
    """https://arduino.github.io/arduino-cli/latest/library-specification/"""
    return "".join(f"{key}={value}\n" for key, value in {
        "name": "Trilobite",
        "version": project("VERSION"),
        "author": AUTHOR,
        "maintainer": AUTHOR,
        "sentence": project("DESCRIPTION") + ": they are trained and used on the board, without a heap.",
        "paragraph": "Header only. It needs a core whose compiler speaks C++20. Training on a board ends with the same "
                     "bits as on a computer, where both have a fused multiply-add and are told -ffp-contract=off.",
        "category": "Data Processing",
        "url": url,
        "architectures": "*",
        "includes": "trilobite.hpp",
    }.items())


def platformio_manifest(url):
    """https://docs.platformio.org/en/latest/manifests/library-json/"""
    return json.dumps({
        "$schema": "https://raw.githubusercontent.com/platformio/platformio-core/develop/platformio/assets/schema/"
                   "library.json",
        "name": "trilobite",
        "version": project("VERSION"),
        "description": project("DESCRIPTION") + ": they are trained and used on the device, without a heap.",
        "keywords": ["neural network", "machine learning", "training", "header-only"],
        "homepage": url,
        "authors": [{"name": AUTHOR, "maintainer": True}],
        "license": "BSL-1.0",
        "frameworks": "*",
        "platforms": "*",
        "headers": "trilobite.hpp",
        "examples": [{"name": path.parent.name, "base": f"examples/{path.parent.name}", "files": [path.name]}
                     for path in sorted(EXAMPLES.glob("*/*.ino"))],
        "build": {"unflags": [f"-std=gnu++{year}" for year in ("11", "14", "17")],
                  "flags": ["-std=gnu++20", "-ffp-contract=off"]},
    }, indent=2) + "\n"


def write_library(folder, header, url):
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "src/trilobite.hpp").write_text(header, encoding="utf-8")
    (folder / "library.properties").write_text(arduino_manifest(url), encoding="utf-8")
    (folder / "library.json").write_text(platformio_manifest(url), encoding="utf-8")
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE")
    shutil.copytree(EXAMPLES, folder / "examples", dirs_exist_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=pathlib.Path, help="the header to write; with --library, the folder")
    parser.add_argument("--library", metavar="URL", help="write a library for Arduino and PlatformIO, whose home this is")
    arguments = parser.parse_args()

    header = Amalgamation().header()
    if arguments.library:
        write_library(arguments.output, header, arguments.library)
    else:
        arguments.output.write_text(header, encoding="utf-8")


if __name__ == "__main__":
    main()
