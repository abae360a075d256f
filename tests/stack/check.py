#!/usr/bin/env python3
"""check.py CALL_GRAPH PROGRAM...: the promises about the stack, which PROGRAM prints, are kept.

CALL_GRAPH is what g++ -fcallgraph-info=su,da writes: the frame of each function, and who calls whom. The stack of a
function is its frame and the largest of what it calls. What is promised is at least that, and at least what a device
left in a painted stack; and at most 15 % more than the larger of the two.
check.py --self-test: the sums are right, and what cannot be summed is found.
"""
import re
import subprocess
import sys

CLOSE = 1.15
# Called from the C library: their frames are a few registers.
LEAVES = re.compile(r"^(__builtin_)?(memcpy|memset|memmove|sqrtf?)$|^__aeabi_\w+$")
TEXT = r'"((?:[^"\\]|\\.)*)"'


def read_call_graph(text):
    """{function: (frame in bytes or None, kind of frame)} and {function: the functions that it calls}"""
    frames, calls = {}, {}
    for title, label in re.findall(rf"node: {{ title: {TEXT} label: {TEXT}", text):
        frame = re.search(r"(\d+) bytes \((\w+(?:,\w+)?)\)", label)
        frames[title] = (int(frame[1]), frame[2]) if frame else (None, "")
    for source, target in re.findall(rf"edge: {{ sourcename: {TEXT} targetname: {TEXT}", text):
        calls.setdefault(source, set()).add(target)
    return frames, calls


def stack_of(function, frames, calls, path=()):
    """Bytes, or an error that says what cannot be summed."""
    if function in path:
        raise ValueError(f"{function} calls itself")
    frame, kind = frames.get(function, (None, ""))
    if frame is None:
        if not LEAVES.match(function):
            raise ValueError(f"nothing is known of {function}, which {path[-1:]} calls")
        return 0
    if kind not in ("static", "dynamic,bounded"):  # the latter: arguments that are pushed, which are counted
        raise ValueError(f"the frame of {function} is {kind}")
    return frame + max((stack_of(called, frames, calls, path + (function,)) for called in calls.get(function, ())),
                       default=0)


def faults_of(graph, printed):
    for function, promised, painted in printed:
        try:
            reported = stack_of(function, *graph)
        except ValueError as error:
            yield f"{function}: {error}"
            continue
        taken = max(reported, int(painted))
        line = f"{function}: {promised} promised, {reported} reported, {painted} painted"
        print(f"{line}, {100 * int(promised) / taken - 100:.1f} % more than taken")
        if reported == 0 or not taken <= int(promised) <= CLOSE * taken:
            yield f"not kept: {line}"


def self_test():
    graph = read_call_graph(r"""
        node: { title: "f" label: "f\na.cpp:1:1\n8 bytes (static)\n0 dynamic objects" }
        node: { title: "g" label: "g\na.cpp:2:1\n16 bytes (static)\n0 dynamic objects" }
        node: { title: "h" label: "h\na.cpp:2:1\n24 bytes (static)\n0 dynamic objects" }
        node: { title: "again" label: "again\na.cpp:2:1\n8 bytes (static)\n0 dynamic objects" }
        node: { title: "grows" label: "grows\na.cpp:2:1\n8 bytes (dynamic)\n1 dynamic objects" }
        node: { title: "memcpy" label: "memcpy\n<built-in>" shape : ellipse }
        node: { title: "__indirect_call" label: "Indirect Call Placeholder" shape : ellipse }
        node: { title: "blind" label: "blind\na.cpp:2:1\n8 bytes (static)\n0 dynamic objects" }
        edge: { sourcename: "f" targetname: "g" label: "a.cpp:3:1" }
        edge: { sourcename: "f" targetname: "h" label: "a.cpp:3:1" }
        edge: { sourcename: "h" targetname: "memcpy" label: "a.cpp:3:1" }
        edge: { sourcename: "again" targetname: "again" label: "a.cpp:3:1" }
        edge: { sourcename: "blind" targetname: "__indirect_call" label: "a.cpp:3:1" }""")
    cases = [  # what is printed, and the words of the fault that it must give, or None
        (("f", "32", "30"), None), (("f", "36", "0"), None), (("f", "31", "0"), "not kept"),
        (("f", "37", "0"), "not kept"), (("f", "32", "33"), "not kept"), (("again", "99", "0"), "calls itself"),
        (("grows", "99", "0"), "dynamic"), (("blind", "99", "0"), "nothing is known"),
        (("nobody", "9", "0"), "nothing is known"),
    ]
    for printed, words in cases:
        faults = list(faults_of(graph, [printed]))
        if (words is None) != (not faults) or (words and words not in faults[0]):
            yield f"{printed}: wanted {words}, got {faults}"


def main():
    if sys.argv[1:] == ["--self-test"]:
        faults = list(self_test())
    else:
        with open(sys.argv[1], encoding="utf-8") as file:
            graph = read_call_graph(file.read())
        run = subprocess.run(sys.argv[2:], check=True, capture_output=True, text=True, timeout=100)
        printed = [line.split() for line in run.stdout.splitlines()]
        faults = list(faults_of(graph, printed)) if printed else ["nothing printed"]
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
