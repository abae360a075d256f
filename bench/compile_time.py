#!/usr/bin/env python3
"""What it takes to compile: dense networks of 1 to 200 layers, predicting and training, and the examples.

Prints user seconds, peak memory, and how many templates were instantiated (which clang tells), each file compiled alone:
networks with -O2, examples with -O3, both for the machine at hand.
"""
import argparse
import dataclasses

from compilation import sources
from compilation.compilers import FLAGS, ROOT, find_compilers
from compilation.report import print_table, write_json


@dataclasses.dataclass(frozen=True)
class Unit:
    name: str
    source: str
    optimization: str


def units(layers):
    yield Unit("trilobite.hpp alone", sources.INCLUDE, "-O2")
    for count in layers:
        yield Unit(f"{count} x dense<16>", sources.training(sources.alike(count)), "-O2")
    for count in layers:
        yield Unit(f"{count} x dense, no two alike", sources.training(sources.different(count)), "-O2")
    examples = ROOT / "examples"
    for file in sorted(examples.rglob("*.cpp")):
        yield Unit(f"{file.relative_to(ROOT)}", f'#include "{file}"\n', "-O3")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", type=lambda text: [int(n) for n in text.split(",")], default=[1, 10, 50, 200],
                        help="how many layers the networks have (default 1,10,50,200)")
    parser.add_argument("--only", default="", help="units with this in their name")
    parser.add_argument("--repeat", type=int, default=1, help="times that each is compiled; the fastest counts")
    parser.add_argument("--compilers", nargs="+", default=["g++", "clang++"])
    parser.add_argument("--json", help="a file for the same numbers")
    parser.add_argument("flags", nargs="*", help="more for the compiler, after --: -I/where/xsimd/is")
    return parser.parse_args()


def flags_of(unit, chosen):
    return [*FLAGS, "-march=native", "-ffp-contract=off", unit.optimization, *chosen.flags]


def best_cost(unit, compiler, chosen):
    costs = [compiler.cost(flags_of(unit, chosen), unit.source) for _ in range(chosen.repeat)]
    return {
        "user_seconds": round(min(cost.user_seconds for cost in costs), 2),
        "peak_megabytes": round(min(cost.peak_megabytes for cost in costs)),
    }


def main():
    chosen = arguments()
    chosen_units = [unit for unit in units(chosen.layers) if chosen.only in unit.name]
    compilers = find_compilers(chosen.compilers)
    rows = [{"unit": unit.name, "optimization": unit.optimization}
            | {compiler.name: best_cost(unit, compiler, chosen) for compiler in compilers} for unit in chosen_units]
    # Only now: a process has never taken less memory than its parent did when it was born, and counting takes much.
    if counter := next((compiler for compiler in compilers if compiler.is_clang), None):
        for row, unit in zip(rows, chosen_units):
            row["instantiations"] = counter.instantiations(flags_of(unit, chosen), unit.source).total()

    head = ["", ""] + [f"{compiler.name} {what}" for compiler in compilers for what in ("s", "MB")] + ["instantiations"]
    print_table(head, [[row["unit"], row["optimization"], *(number for compiler in compilers
                                                            for number in row[compiler.name].values()),
                        row.get("instantiations")] for row in rows])
    if chosen.json:
        write_json(chosen.json, compilers, rows)


if __name__ == "__main__":
    main()
