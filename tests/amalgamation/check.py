#!/usr/bin/env python3
"""check.py COMPILER FLAGS_FILE: the library that cmake/amalgamate.py writes for Arduino and PlatformIO.

Its manifests say what their schemas ask for. Its sketch, compiled against the single header alone, prints the same
digits as against include/: with what is installed here, with neither Boost.Hana nor xsimd, and by arm-none-eabi-g++
without an operating system, under emulation, where those are found.
"""
import json
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
URL = "https://example.org/trilobite"

# From arduino-lint's schema of library.properties, and from PlatformIO's of library.json.
ARDUINO = {
    "name": r"[A-Za-z][A-Za-z0-9 _.-]{0,62}",
    "version": r"\d+\.\d+\.\d+",
    "author": r".+",
    "maintainer": r".+",
    "sentence": r"[^\n]+",
    "paragraph": r"[^\n]*",
    "category": r"Display|Communication|Signal Input/Output|Sensors|Device Control|Timing|Data Storage|Data Processing"
                r"|Other",
    "url": r"https?://\S+",
    "architectures": r"[a-z0-9_-]+(,[a-z0-9_-]+)*|\*",
    "includes": r"[^,\s]+",
}
PLATFORMIO = {
    "name": r"[^:;/,@<>]{1,100}",
    "version": r"\d+\.\d+\.\d+",
    "description": r".{1,255}",
    "homepage": r"https?://\S{1,247}",
    "license": r"BSL-1\.0",
    "frameworks": r"[a-z\d_-]+|\*",
    "platforms": r"[a-z\d_-]+|\*",
}


def run(*command):
    command = [str(part) for part in command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(command)}\nfailed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def check_manifests(library):
    version = re.search(r"project\(.*? VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))[1]
    lines = (library / "library.properties").read_text(encoding="utf-8").splitlines()
    arduino = dict(line.split("=", 1) for line in lines)
    platformio = json.loads((library / "library.json").read_text(encoding="utf-8"))
    assert len(arduino) == len(lines) and arduino.keys() == ARDUINO.keys(), arduino
    for manifest, schema in (arduino, ARDUINO), (platformio, PLATFORMIO):
        for key, pattern in schema.items():
            assert re.fullmatch(pattern, manifest[key]), f"{key} is {manifest[key]!r}, which its schema does not allow"
        assert manifest["version"] == version, f"the version is {manifest['version']}, and CMake's is {version}"
    for word in platformio["keywords"]:
        assert re.fullmatch(r"[a-z\d+. -]{1,50}", word), f"the keyword {word!r}"
    assert (library / "src" / arduino["includes"]).is_file() and platformio["headers"] == arduino["includes"]
    assert (library / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    examples = [library / each["base"] / file for each in platformio["examples"] for file in each["files"]]
    assert sorted(examples) == sorted(library.glob("examples/*/*.ino")), examples
    for sketch in examples: # the Arduino IDE opens a sketch only in a folder of its name
        assert sketch.stem == sketch.parent.name, sketch
    return examples


def main():
    compiler, flags_file = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        library = folder / "library"
        run(sys.executable, ROOT / "cmake/amalgamate.py", library, "--library", URL)
        header = folder / "trilobite.hpp"
        run(sys.executable, ROOT / "cmake/amalgamate.py", header)
        assert header.read_bytes() == (library / "src/trilobite.hpp").read_bytes()
        [sketch] = check_manifests(library)

        flags = shlex.split(pathlib.Path(flags_file).read_text(encoding="utf-8"))
        alone = [flag for flag in flags if not flag.startswith("-I")] + [f"-I{library}/src"]
        (folder / "umbrella").mkdir()
        (folder / "umbrella/trilobite.hpp").write_text("#include <trilobite/trilobite.hpp>\n", encoding="utf-8")

        def output_of(compiler, *flags, emulator=()):
            program, needs = folder / "program", folder / "needs"
            run(compiler, *flags, "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror",
                "-MD", "-MF", needs, "-include", HERE / "Arduino.h", "-x", "c++", sketch, "-o", program)
            if f"-I{library}/src" in flags:
                assert "/include/trilobite/" not in needs.read_text(encoding="utf-8"), "more than one header was read"
                if "-DTRILOBITE_NO_HANA" in flags:
                    assert "boost/hana/unpack.hpp" not in needs.read_text(encoding="utf-8"), "Boost was read"
            return run(*emulator, program)

        expected = output_of(compiler, *flags, f"-I{folder}/umbrella", f"-I{ROOT}/include")
        answers = [round(float(answer)) for answer in re.findall(r"= (\S+)", expected)]
        assert answers == [0, 1, 1, 0], f"the sketch has not learned exclusive or:\n{expected}"

        bare = [*alone, "-DTRILOBITE_NO_HANA", "-DTRILOBITE_NO_SIMD"]
        variants = {"the single header": (compiler, alone, ()), "without Boost.Hana and xsimd": (compiler, bare, ())}
        if "__FMA__" not in run(compiler, *alone, "-dM", "-E", "-x", "c++", "/dev/null"):
            print("without arm-none-eabi-g++: there are fused multiply-adds there, and none here")
        elif shutil.which("arm-none-eabi-g++") and shutil.which("qemu-arm-static"):
            cpu = ["-mcpu=cortex-a7", "-mfpu=neon-vfpv4", "-mfloat-abi=hard", "--specs=rdimon.specs", "-fno-exceptions"]
            variants["arm-none-eabi-g++"] = ("arm-none-eabi-g++", [
                "-std=c++20", "-ffp-contract=off", *cpu, f"-I{library}/src"], ("qemu-arm-static", "-cpu", "cortex-a7"))
        else:
            print("without arm-none-eabi-g++, which is in gcc-arm-none-eabi and libstdc++-arm-none-eabi-newlib, or "
                  "without qemu-user-static")
        for name, (compiler, flags, emulator) in variants.items():
            found = output_of(compiler, *flags, emulator=emulator)
            assert found == expected, f"{name}: expected\n{expected}and found\n{found}"
            print(f"{name}: the same digits")


if __name__ == "__main__":
    main()
