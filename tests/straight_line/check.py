#!/usr/bin/env python3
"""check.py COMPILER FLAGS_FILE OBJDUMP SOURCE: what the compiler makes of small networks is straight-line code.

SOURCE is compiled with optimization and disassembled; no function of it may have a loop (a path that comes back to where
it was), call, or jump to another function. Branches that skip something are allowed, even to and from the end of the
function, where compilers put what they think unlikely.
check.py COMPILER FLAGS_FILE OBJDUMP --self-test: the checker tells straight-line code from other code.
Exit status 77, skipped: there is no objdump, or it reads an architecture that is not known here.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

LEVELS = ["-O2", "-O3"]
# Some systems' compilers guard arrays on the stack unless told not to: with a call, if the guard is overwritten.
FLAGS = ["-DNDEBUG", "-fno-stack-protector", "-c"]
SKIPPED = 77

# For each architecture: its name in objdump's output, what calls, what jumps, what does so without a condition, what
# ends a function, and what is a loop by itself.
ARCHITECTURES = {
    "x86-64": {"call": "call", "jump": "j|loop", "always": "jmp", "end": "ret|ud2|hlt", "repeat": "rep"},
    "aarch64": {"call": "blr?$", "jump": r"br?$|b\.|cbn?z|tbn?z", "always": "br?$", "end": "ret|udf|brk", "repeat": "(?!)"},
}
FUNCTION = re.compile(r"^[0-9a-f]+ <(.+)>:$", re.MULTILINE)
# As GNU's objdump and LLVM's print them.
INSTRUCTION = re.compile(r"^ *([0-9a-f]+): *\t(?:(?:bnd|notrack)\s)?(\S+)\s*(.*)$")
RELOCATION = re.compile(r"^\s+[0-9a-f]+:\s+R_")
TARGET = re.compile(r"(?:^|, ?)(?:0x)?([0-9a-f]+) <")


class Skipped(Exception):
    pass


def loops_in(successors):
    """The edges on which a walk through a function comes back to where it was."""
    state = {}  # False: on the way from the start to here; True: done with
    for start in successors:
        stack = [] if start in state else [(start, iter(successors[start]))]
        state.setdefault(start, False)
        while stack:
            here, ways = stack[-1]
            onward = next((way for way in ways), None)
            if onward is None:
                state[here] = True
                stack.pop()
            elif onward not in state:
                state[onward] = False
                stack.append((onward, iter(successors.get(onward, []))))
            elif not state[onward]:
                yield here, onward


def faults_in_function(name, lines, words):
    """What is not straight-line in the disassembly of one function."""
    code = [(INSTRUCTION.match(line), bool(RELOCATION.match(after))) for line, after in zip(lines, lines[1:] + [""])]
    code = [(int(match[1], 16), match[2], match[3], relocated) for match, relocated in code if match]
    if not code:
        yield f"no instruction in {name}"
    addresses = {address for address, *_ in code}
    successors = {}
    for (address, mnemonic, operands, relocated), after in zip(code, code[1:] + [None]):
        is_a = {word: bool(re.match(pattern, mnemonic)) for word, pattern in words.items()}
        where = f"at {address:x} ({mnemonic}) in {name}"
        if is_a["call"]:
            yield f"calls {where}"
        if is_a["repeat"]:
            yield f"repeats {where}"
        onward = [after[0]] if after and not is_a["always"] and not is_a["end"] else []
        if is_a["jump"]:
            target = TARGET.search(operands)
            if relocated or not target or int(target[1], 16) not in addresses:
                yield f"leaves the function {where}"
            else:
                onward.append(int(target[1], 16))
        successors[address] = onward
    for here, onward in loops_in(successors):
        yield f"loops from {here:x} to {onward:x} in {name}"


def faults_of(disassembly):
    """What is not straight-line in objdump's output, as lines."""
    architecture = re.search("|".join(ARCHITECTURES), disassembly)
    if not architecture:
        raise Skipped("the disassembly is of an architecture that is not known here")
    _, *functions = FUNCTION.split(disassembly)
    if not functions:
        yield "no function in it"
    for name, text in zip(functions[::2], functions[1::2]):
        yield from faults_in_function(name, text.splitlines(), ARCHITECTURES[architecture[0]])


def check(compiler, flags_file, objdump, source, level):
    """Compiles one file and gives its faults."""
    with tempfile.TemporaryDirectory() as folder:
        compiled = pathlib.Path(folder, "object.o")
        subprocess.run([compiler, f"@{flags_file}", level, *FLAGS, source, "-o", compiled], check=True)
        listing = subprocess.run([objdump, "-d", "-r", "--no-show-raw-insn", compiled], check=True,
                                 capture_output=True, text=True).stdout
    return [f"{source} {level}: {fault}" for fault in faults_of(listing)]


def self_test(*tools):
    """Code of which the verdict is known."""
    def network(inputs, hidden):
        return f"""#include <trilobite/network/predict.hpp>
            #include <trilobite/layers/dense.hpp>
            #include <trilobite/layers/relu.hpp>
            using namespace trilobite;
            using net = network<input<{inputs}>, dense<{hidden}>, relu, dense<10>>;
            template prediction<net> trilobite::predict(const net&, std::span<const float, net::input_size>);"""

    cases = [  # a source, and the words of a fault that it must give, or None
        ("float f(float x, float y) { return x * y + 1; }", None),
        ("void f(int i, volatile int* v) { if (i) *v = 1; }", None),
        ("void f(int i, volatile int* v) { while (i--) *v = i; }", "loops"),
        ("void g(); void f() { g(); g(); }", "calls"),
        ("void g(); void f() { g(); }", "leaves the function"),
        ("void f(void g()) { g(); }", "leaves the function"),
        ("int x;", "no function"),
        (network(4, 8), None),
        (network(784, 64), "calls"),  # its first product
        (network(784, 64), "loops"),  # in there
    ]
    for source, words in cases:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "case.cpp")
            file.write_text(source + "\n", encoding="utf-8")
            for level in LEVELS:
                faults = check(*tools, file, level)
                if words is None and faults:
                    yield f"false alarm: {faults}"
                if words is not None and not any(words in fault for fault in faults):
                    yield f"wanted a fault with '{words}' {level}, got {faults} for: {source}"


def main():
    compiler, flags_file, objdump, source = sys.argv[1:5]
    try:
        if not shutil.which(objdump):
            raise Skipped("there is no objdump")
        tools = compiler, flags_file, objdump
        if source == "--self-test":
            faults = list(self_test(*tools))
        else:
            faults = [fault for level in LEVELS for fault in check(*tools, source, level)]
    except Skipped as reason:
        print(f"skipped: {reason}")
        return SKIPPED
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
