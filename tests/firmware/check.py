#!/usr/bin/env python3
"""What programs for microcontrollers promise, beside the verdict that is their exit status.

check.py output DESKTOP DEVICE...       the device, a command, prints what the desktop's program prints, but for the
                                        lines that begin with "device:"; and the same twice, instructions included
check.py symbols NM PROGRAM [CONSTANT]  no heap, no exceptions, no files, no arithmetic on doubles by a library; and
                                        CONSTANT is in flash
check.py flash NM PROGRAM CONSTANT DEVICE...
                                        CONSTANT takes as many bytes of flash as DEVICE, a command, says of it: flash_bytes
check.py size OBJDUMP LIMIT OBJECT...   the code of each object is smaller than LIMIT bytes
"""
import re
import subprocess
import sys

# What none of the programs needs. Arithmetic on doubles is a call on a Cortex-M4: one would be a slip.
UNWANTED = re.compile(r"malloc|calloc|realloc|_sbrk|operator (new|delete)|__cxa|_Unwind|terminate|printf|errno|"
                      r"__aeabi_d(?!iv)")
FLASH_END = 0x0040_0000


def lines_of(command):
    run = subprocess.run(command, capture_output=True, text=True, timeout=100)
    return run.stdout.splitlines(), run.returncode


def output(desktop, *device):
    expected, status = lines_of([desktop])
    first, second = lines_of(device), lines_of(device)
    if status != 0 or first[1] != 0:
        yield f"exit status {status} on the desktop, {first[1]} on the device"
    if not expected:
        yield "nothing printed"
    ours = [line for line in first[0] if not line.startswith("device:")]
    yield from (f"desktop: {a}\n     device: {b}" for a, b in zip(expected, ours) if a != b)
    if len(expected) != len(ours):
        yield f"{len(expected)} lines on the desktop, {len(ours)} on the device"
    if first != second:
        yield f"two runs differ: {first[0]}, {second[0]}"


def symbols(nm, program, constant=None):
    listing = subprocess.run([nm, "-C", program], check=True, capture_output=True, text=True).stdout
    yield from (f"not wanted: {line}" for line in listing.splitlines() if UNWANTED.search(line))
    if " main\n" not in listing:
        yield "no symbols to look at"
    if constant:
        places = re.findall(rf"^([0-9a-f]+) (\w) {re.escape(constant)}$", listing, re.MULTILINE)
        if not places:
            yield f"no {constant}"
        yield from (f"{constant} is at {at}, not in flash" for at, _ in places if int(at, 16) >= FLASH_END)


def flash(nm, program, constant, *device):
    listing = subprocess.run([nm, "-S", "-C", program], check=True, capture_output=True, text=True).stdout
    taken = [int(n, 16) for n in re.findall(rf"^[0-9a-f]+ ([0-9a-f]+) \w {re.escape(constant)}$", listing, re.MULTILINE)]
    said = [int(n) for n in re.findall(r"of which the network is (\d+)$", "\n".join(lines_of(device)[0]), re.MULTILINE)]
    if len(taken) != 1 or said != taken:
        yield f"{constant}: {taken} bytes in the program, {said} said"


def size(objdump, limit, *objects):
    for compiled in objects:
        listing = subprocess.run([objdump, "-h", compiled], check=True, capture_output=True, text=True).stdout
        code = sum(int(match, 16) for match in re.findall(r"^ *\d+ \.text\S* +([0-9a-f]+)", listing, re.MULTILINE))
        print(f"{compiled}: {code} bytes of code")
        if not 0 < code < int(limit):
            yield f"{code} bytes of code, not below {limit}"


def main():
    checks = {"output": output, "symbols": symbols, "flash": flash, "size": size}
    faults = list(checks[sys.argv[1]](*sys.argv[2:]))
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
