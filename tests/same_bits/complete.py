#!/usr/bin/env python3
"""complete.py INCLUDE_DIR: the networks of this folder hold every layer, cost and optimizer that the library offers.

What it offers is what trilobite.hpp includes. --self-test: the checker finds what is not there.
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r"^#include <(trilobite/(?:layers|costs|network/composites|training/optimizers)/\w+\.hpp)>", re.MULTILINE)
NOT_TRAINED = {  # no layers, or included by whatever is one
    "trilobite/layers/contract.hpp", "trilobite/layers/input.hpp", "trilobite/layers/penalty.hpp"}


def missing(umbrella, sources):
    return sorted(set(INCLUDE.findall(umbrella)) - set(INCLUDE.findall(sources)) - NOT_TRAINED)


def self_test():
    umbrella = "#include <trilobite/layers/relu.hpp>\n#include <trilobite/core/simd.hpp>\n#include <trilobite/layers/input.hpp>\n"
    if missing(umbrella, umbrella):
        yield "false alarm"
    if missing(umbrella, "#include <trilobite/layers/elu.hpp>\n") != ["trilobite/layers/relu.hpp"]:
        yield "does not miss relu"


def main():
    if sys.argv[1] == "--self-test":
        faults = list(self_test())
    else:
        umbrella = pathlib.Path(sys.argv[1], "trilobite", "trilobite.hpp").read_text(encoding="utf-8")
        folder = pathlib.Path(__file__).parent
        sources = "".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.cpp")))
        faults = [f"no network in {folder} has {header}" for header in missing(umbrella, sources)]
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
