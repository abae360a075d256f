#!/usr/bin/env python3
"""check.py COMPILER FLAGS_FILE: what a network makes the compiler instantiate must stay within its budget.

The number of templates instantiated is what compile time grows with, and unlike seconds it is the same on every run.
budget.json holds it as it was recorded, for each release of a compiler that counts (clang; 77, skipped, is the answer
for others). A layer more must cost the same in a long network as in a short one.
check.py COMPILER FLAGS_FILE --record: measures anew and writes budget.json; for a growth that is worth its price.
check.py COMPILER FLAGS_FILE --self-test: the count must be right, and growth must be found.
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "bench"))
from compilation import sources  # noqa: E402
from compilation.compilers import Compiler  # noqa: E402

BUDGET = HERE / "budget.json"
SLACK = 1.03  # standard libraries differ a little
SKIPPED = 77
REFERENCE = "784-64-64-10"


def measure(compiler, flags):
    """Instantiations beyond those of including the library: of the reference network, and of a layer."""
    def count(source):
        return compiler.instantiations(flags, source).total()

    def layers(number):
        return count(sources.training(sources.alike(number)))

    ten, twenty, forty = layers(10), layers(20), layers(40)
    if forty - twenty > 2 * (twenty - ten) * SLACK:
        sys.exit(f"not linear in layers: 10, 20 and 40 of them instantiate {ten}, {twenty} and {forty} templates")
    return {
        f"{REFERENCE}, predicted with and trained": count(sources.training(sources.NETWORKS[REFERENCE]))
                                                    - count(sources.INCLUDE),
        "ten layers more": twenty - ten,
    }


def excesses(budget, found):
    return [f"{what}: {found[what]} instantiations, {budget[what]} are recorded, {budget[what] * SLACK:.0f} allowed"
            for what in budget if found[what] > budget[what] * SLACK]


def self_test(compiler):
    planted = """
        template <int N> struct counted : counted<N - 1> {};
        template <> struct counted<0> {};
        template <class T> void called(T) {}
        int main() { called(counted<100>{}); }
    """
    found = {"planted": compiler.instantiations([], planted).total()}
    if found["planted"] != 101:
        sys.exit(f"counted {found['planted']} instantiations, there are 101")
    if excesses({"planted": 101}, found) or not excesses({"planted": 97}, found):
        sys.exit("a count of 101 is allowed where 101 is recorded, and not where 97 is")


def main():
    command, flags_file, *mode = sys.argv[1:]
    compiler = Compiler(command)
    # One instruction set for all machines: the width of registers decides what is instantiated.
    flags = [f"@{flags_file}", "-march=x86-64-v3"]
    if not compiler.is_clang:
        print(f"skipped: {compiler.release} does not tell what it instantiates; clang does")
        return SKIPPED
    if not compiler.is_x86_64:
        print("skipped: the budget is recorded for x86-64")
        return SKIPPED
    if mode == ["--self-test"]:
        return self_test(compiler)

    budgets = json.loads(BUDGET.read_text(encoding="utf-8"))
    if mode != ["--record"] and compiler.release not in budgets:
        print(f"skipped: no budget is recorded for {compiler.release}; --record does it")
        return SKIPPED
    found = measure(compiler, flags)
    if mode == ["--record"]:
        budgets[compiler.release] = found
        BUDGET.write_text(json.dumps(budgets, indent=2) + "\n", encoding="utf-8")
        return 0
    if faults := excesses(budgets[compiler.release], found):
        print(*faults, sep="\n")
        print(f"If that is worth what it costs every user's compiler, record it:\n    python3 {' '.join(sys.argv)} --record")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
