#!/usr/bin/env python3
"""check.py COMPILER FLAGS_FILE OBJDUMP WRITER: networks in C++ headers are constants, and predict what they did.

WRITER writes the headers that read.cpp, beside this file, includes. That is compiled and run; the object file must hold
each network once, where constants are, and nothing that is written or run before main.
check.py COMPILER FLAGS_FILE OBJDUMP --self-test: the checker tells constants from other networks.
Exit status 77, skipped: there is no objdump.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).with_name("read.cpp")
NETWORKS = {"_ZN6digits7networkE": 4 * 50_890, "_ZN2my8residual7networkE": 8 * 121}  # name: bytes, without padding
LEVELS = ["-O0", "-O2"]
FEW = 512  # bytes, of coefficients and of what the C++ runtime asks for: less than the smaller network has
SECTION = re.compile(r"^ *\d+ (\S+) +([0-9a-f]+) ", re.MULTILINE)
SYMBOL = re.compile(r"^[0-9a-f]+ .{7} (\S+)\t([0-9a-f]+) +(?:\.hidden )?(\S+)$", re.MULTILINE)
SKIPPED = 77


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def faults_of(listing):
    """What is wrong with an object file, by objdump's sections and symbols."""
    sections = [(name, int(size, 16)) for name, size in SECTION.findall(listing)]
    symbols = {name: (section, int(size, 16)) for section, size, name in SYMBOL.findall(listing)}
    written = sum(size for name, size in sections if name.startswith((".data", ".bss", ".tdata", ".tbss")))
    if written > FEW:
        yield f"{written} bytes that can be written"
    if any(name.startswith((".init_array", ".ctors")) for name, size in sections):
        yield "something runs before main"
    constants = sum(size for name, size in sections if name.startswith(".rodata"))
    networks = 0
    for name, least in NETWORKS.items():
        section, size = symbols.get(name, ("nowhere", 0))
        networks += size
        if not section.startswith(".rodata"):
            yield f"{name} is in {section}"
        if size < least:
            yield f"{name} has {size} bytes, and should have {least} at least"
    if constants > networks + networks // 10:
        yield f"{constants} bytes of constants for networks of {networks}"


def objects_of(compiler, flags_file, objdump, level, source, folder):
    """What objdump says of a source, and the object file."""
    compiled = pathlib.Path(folder, "object.o")
    subprocess.run([compiler, f"@{flags_file}", level, "-I", folder, "-c", source, "-o", compiled], check=True)
    return output_of(objdump, "-h", "-t", compiled), compiled


def check(*tools, writer):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([writer, folder], check=True)
        for level in LEVELS:
            listing, compiled = objects_of(*tools, level, SOURCE, folder)
            yield from (f"{level}: {fault}" for fault in faults_of(listing))
            program = pathlib.Path(folder, "read")
            subprocess.run([tools[0], compiled, "-o", program], check=True)
            if subprocess.run([program]).returncode != 0:
                yield f"{level}: a prediction is another"
            if subprocess.run([program, "spoilt"]).returncode != 1:
                yield f"{level}: a prediction is the same of another sample"


def self_test(*tools):
    """Networks of which the verdict is known."""
    images = "namespace my::residual { extern const double network[121]; const double network[121]{1}; }"

    def digits(declared, value, size=50_890):
        return f"namespace digits {{ extern {declared} network[{size}]; {declared} network[{size}]{value}; }}"

    cases = [  # a source, and the words of a fault that it must give, or None
        (digits("const float", "{1}"), None),
        (digits("float", "{1}"), "is in .data"),
        (digits("float", ""), "is in .bss"),
        (digits("const float", "{1}", 50_889), "should have"),
        (digits("const float", "{1}") + "float copy[50890];", "can be written"),
        (digits("const float", "{1}") + "extern const float copy[50890]; const float copy[50890]{1};", "of constants"),
        (digits("const float", "{1}") + "float f(); float g = f();", "before main"),
        ("", "nowhere"),
    ]
    for source, words in cases:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "case.cpp")
            file.write_text(source + images + "\n", encoding="utf-8")
            for level in LEVELS:
                faults = list(faults_of(objects_of(*tools, level, file, folder)[0]))
                if (words is None and faults) or (words and not any(words in fault for fault in faults)):
                    yield f"{level}: wanted a fault with '{words}', got {faults} for: {source}"


def main():
    *tools, writer = sys.argv[1:]
    if not shutil.which(tools[2]):
        print("skipped: there is no objdump")
        return SKIPPED
    faults = list(self_test(*tools) if writer == "--self-test" else check(*tools, writer=writer))
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
