#!/usr/bin/env python3
"""check.py COMPILER FLAGS_FILE NM OBJDUMP SOURCE: what the library adds to a program needs nothing of a host.

SOURCE is compiled as for a device. It may leave to the linker memcpy and its like, and nothing else: no memory, no
exceptions, no C library's mathematics. It has no function that runs before main, no variable that is initialised on first
use, and, by g++ at -O2, no function of Hana's: others keep a call where what is called for each member is large.
check.py COMPILER FLAGS_FILE NM OBJDUMP --same-code SOURCE: with -DBY_HAND and without, SOURCE is the same machine code.
check.py COMPILER FLAGS_FILE NM OBJDUMP --self-test: the checker finds planted faults.
Exit status 77, skipped: there is no nm or no objdump.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

LEVELS = ["-O2", "-Os"]
# errno is a host's: without the second line a square root calls the C library where its argument is negative.
FLAGS = ["-ffreestanding", "-fno-exceptions", "-fno-rtti", "-fno-math-errno", "-fno-stack-protector", "-DNDEBUG",
         "-fno-asynchronous-unwind-tables", "-c"]
FROM_OUTSIDE = {"memcpy", "memmove", "memset"}
SKIPPED = 77

UNDEFINED = re.compile(r"^ +U (\S+)$", re.MULTILINE)
PLANTED = {  # in the names of symbols, as compilers mangle them, and of sections
    "a variable initialised on first use": re.compile(r"\b_ZGV\w+"),
    "a function of Hana's": re.compile(r"\b_ZNK?5boost4hana\w+"),
    "code that runs before main": re.compile(r"\.(?:init_array|ctors)\S*"),
}


class Compiled:
    def __init__(self, compiler, flags_file, nm, objdump, source, level, *more):
        with tempfile.TemporaryDirectory() as folder:
            compiled = pathlib.Path(folder, "object.o")
            subprocess.run([compiler, f"@{flags_file}", level, *FLAGS, *more, source, "-o", compiled], check=True)
            self.symbols = self.output(nm, compiled)
            self.sections = self.output(objdump, "-h", compiled)
            listing = self.output(objdump, "-d", "-r", "--no-show-raw-insn", compiled)
        self.code = listing.split("\n", 3)[-1]  # without the file's name

    @staticmethod
    def output(*command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def faults_of(program):
    for symbol in sorted(set(UNDEFINED.findall(program.symbols)) - FROM_OUTSIDE):
        yield f"needs {symbol}"
    for fault, pattern in PLANTED.items():
        for found in sorted(set(pattern.findall(program.symbols + program.sections))):
            yield f"has {fault}: {found}"


def differences(*tools, source):
    for level in LEVELS:
        if Compiled(*tools, source, level).code != Compiled(*tools, source, level, "-DBY_HAND").code:
            yield f"{source} {level}: a walk over a list of members is not what it is by hand"


def self_test(*tools):
    """Code of which the verdict is known."""
    cases = [  # a source, and the words of a fault that it must give, or None
        ("float f(float x) { return x + 1; }", None),
        ("float f(float x) { return __builtin_sqrtf(x); }", None),
        ("int* f() { return new int; }", "needs _Znw"),
        ("extern \"C\" void* malloc(decltype(sizeof 0)); void* f() { return malloc(1); }", "needs malloc"),
        ("float f(float x) { return __builtin_expf(x); }", "needs expf"),
        ("struct t { int i; t(); }; t& f() { static t x; return x; }", "initialised on first use"),
        ("int g(); int x = g();", "before main"),
        ("namespace boost::hana { void f() {} }", "Hana"),
    ]
    by_hand = [("int f(int i) { return i + 1; }", False),
               ("#ifdef BY_HAND\nint f(int i) { return i; }\n#else\nint f(int i) { return i + 1; }\n#endif", True)]
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "case.cpp")
        for source, words in cases:
            file.write_text(source + "\n", encoding="utf-8")
            for level in LEVELS:
                faults = list(faults_of(Compiled(*tools, file, level)))
                if words is None and faults:
                    yield f"false alarm: {faults}"
                if words is not None and not any(words in fault for fault in faults):
                    yield f"wanted a fault with '{words}' {level}, got {faults} for: {source}"
        for source, differs in by_hand:
            file.write_text(source + "\n", encoding="utf-8")
            if bool(list(differences(*tools, source=file))) != differs:
                yield f"wanted {'a' if differs else 'no'} difference of: {source}"


def main():
    compiler, flags_file, nm, objdump, *rest = sys.argv[1:]
    if not shutil.which(nm) or not shutil.which(objdump):
        print(f"skipped: there is no {nm} or no {objdump}")
        return SKIPPED
    tools = compiler, flags_file, nm, objdump
    if rest == ["--self-test"]:
        faults = list(self_test(*tools))
    elif rest[0] == "--same-code":
        faults = list(differences(*tools, source=rest[1]))
    else:
        faults = [fault for level in LEVELS for fault in faults_of(Compiled(*tools, rest[0], level))
                  if "Hana" not in fault or (level == LEVELS[0] and "clang" not in compiler)]  # they call what is large
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
