#!/usr/bin/env python3
"""check_includes.py INCLUDE_DIR: the architecture as a test. --self-test: the checker finds planted faults.

The rules, below as data: includes point one way through the strata; some libraries are included in one header only; the
strata, which run on devices, include nothing that allocates or prints; every header has #pragma once and fits two ideas'
worth of lines at most.
"""
import pathlib
import re
import sys
import tempfile

STRATA = ["core", "kernels", "layers", "costs", "network", "training"]  # each may include those before it
# Every other folder (io, data, ...) is hosted: it may include anything but the umbrella; no stratum includes it.
ONLY_IN = {  # a line that matches may stand in this header alone
    r'#\s*include\s*[<"]xsimd\b': "core/xsimd.hpp",
    r'#\s*include\s*[<"]boost/': "core/members.hpp",
    r'#\s*include\s*[<"]nlohmann/': "weights/json.hpp",
    r'#\s*include\s*[<"]hdf5': "weights/hdf5_id.hpp",
    r"\b(make_index_sequence|index_sequence|index_sequence_for)\b": "core/unroll.hpp",
}
HOSTED_HEADERS = {"iostream", "vector", "string", "map", "memory", "functional", "fstream"}
MAY_BE_HOSTED = ("training/fit", "training/history.hpp", "training/callbacks", "training/placed.hpp")  # beginnings of paths
MAX_LINES = 300

COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/|("(?:\\.|[^"\\\n])*")', re.DOTALL)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def without_comments(text):
    return COMMENT.sub(lambda match: match.group(1) or "\n" * match.group().count("\n"), text)


def included_header(root, header, bracket, target):
    """The library's header that an #include means, as a path under trilobite/, or None if it is another's."""
    beside = (header.parent / target).resolve()
    if bracket == '"' and beside.is_file():
        return beside.relative_to(root).as_posix() if beside.is_relative_to(root) else None
    return target.removeprefix("trilobite/") if target.startswith("trilobite/") else None


def faults_of(root, header):
    path = header.relative_to(root).as_posix()
    folder = path.split("/")[0] if "/" in path else ""
    raw = header.read_text(encoding="utf-8")
    text = without_comments(raw)

    if not re.search(r"^#pragma once$", text, re.MULTILINE):
        yield "has no #pragma once"
    if raw.count("\n") > MAX_LINES:
        yield f"has over {MAX_LINES} lines: two ideas?"
    for pattern, home in ONLY_IN.items():
        if path != home and (match := re.search(pattern, text)):
            yield f"has '{match.group()}', which belongs into {home} alone"

    for bracket, target in INCLUDE.findall(text):
        other = included_header(root, header, bracket, target)
        if other is None:
            if folder in STRATA and target in HOSTED_HEADERS and not path.startswith(MAY_BE_HOSTED):
                yield f"includes <{target}>, which a device need not have"
            continue
        other_folder = other.split("/")[0] if "/" in other else ""
        if not (root / other).is_file():
            yield f"includes {other}, which does not exist"
        elif not other_folder:
            yield f"includes {other}, the table of contents"
        elif folder in STRATA and other_folder not in STRATA[: STRATA.index(folder) + 1]:
            yield f"includes {other}: against the direction {' <- '.join(STRATA)}"


def check(include_dir):
    """Every fault under include_dir, as lines."""
    root = (pathlib.Path(include_dir) / "trilobite").resolve()
    headers = sorted(root.rglob("*.hpp"))
    faults = [] if headers else [f"no headers under {root}"]
    for header in headers:
        is_umbrella = header.parent == root
        for fault in faults_of(root, header):
            if not (is_umbrella and "against the direction" in fault):
                faults.append(f"{header.relative_to(root)}: {fault}")
    return faults


def self_test():
    """A tree with one fault of each kind, and beside each the neighbour that is allowed."""
    once = "#pragma once\n"
    tree = {  # path: (text, the words of the fault it must give, or None)
        "trilobite.hpp": (once + "#include <trilobite/io/ok.hpp>\n", None),
        "core/xsimd.hpp": (once + "#include <xsimd/xsimd.hpp>\n", None),
        "core/members.hpp": (once + "#include <boost/hana.hpp>\n", None),
        "core/unroll.hpp": (once + "#include <utility>\nusing a = std::make_index_sequence<3>;\n", None),
        "core/comment.hpp": (once + "// #include <vector>, std::index_sequence\n/*\n#include <map>\n*/\n", None),
        "core/upwards.hpp": (once + "#include <trilobite/layers/ok.hpp>\n", "against the direction"),
        "core/relative.hpp": (once + '#include "../network/ok.hpp"\n', "against the direction"),
        "core/prints.hpp": (once + "#include <iostream>\n", "<iostream>"),
        "core/boost.hpp": (once + "#  include <boost/hana/tuple.hpp>\n", "core/members.hpp alone"),
        "core/unguarded.hpp": ("#include <cstddef>\n", "#pragma once"),
        "kernels/ok.hpp": (once + '#include <trilobite/core/xsimd.hpp>\n#include "../core/unroll.hpp"\n', None),
        "kernels/xsimd.hpp": (once + "#include <xsimd/xsimd.hpp>\n", "core/xsimd.hpp alone"),
        "kernels/loop.hpp": (once + "using a = std::index_sequence<1>;\n", "core/unroll.hpp alone"),
        "layers/ok.hpp": (once + "#include <trilobite/kernels/ok.hpp>\n", None),
        "layers/hosted.hpp": (once + "#include <trilobite/io/ok.hpp>\n", "against the direction"),
        "layers/costs.hpp": (once + "#include <trilobite/costs/ok.hpp>\n", "against the direction"),
        "layers/long.hpp": (once + "\n" * MAX_LINES, "lines"),
        "costs/ok.hpp": (once + "#include <trilobite/layers/ok.hpp>\n", None),
        "costs/missing.hpp": (once + "#include <trilobite/core/nothing.hpp>\n", "does not exist"),
        "network/ok.hpp": (once + "#include <span>\n", None),
        "network/umbrella.hpp": (once + "#include <trilobite/trilobite.hpp>\n", "table of contents"),
        "training/fit.hpp": (once + "#include <vector>\n#include <trilobite/network/ok.hpp>\n", None),
        "training/adam.hpp": (once + "#include <vector>\n", "<vector>"),
        "io/ok.hpp": (once + "#include <fstream>\n#include <trilobite/training/fit.hpp>\n", None),
        "weights/json.hpp": (once + "#include <nlohmann/json.hpp>\n", None),
        "weights/parses.hpp": (once + "#include <nlohmann/json.hpp>\n", "weights/json.hpp alone"),
        "weights/hdf5_id.hpp": (once + "#include <hdf5.h>\n", None),
        "weights/stores.hpp": (once + "#include <hdf5.h>\n", "weights/hdf5_id.hpp alone"),
        "network/hosted.hpp": (once + "#include <trilobite/weights/json.hpp>\n", "against the direction"),
        "data/umbrella.hpp": (once + "#include <trilobite/trilobite.hpp>\n", "table of contents"),
    }
    with tempfile.TemporaryDirectory() as include_dir:
        for path, (text, _) in tree.items():
            file = pathlib.Path(include_dir, "trilobite", path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        faults = check(include_dir)
        mistakes = [] if check(pathlib.Path(include_dir, "nothing")) else ["an empty tree gave no fault"]
    for path, (_, words) in tree.items():
        found = [fault for fault in faults if fault.startswith(path + ":")]
        if words is None and found:
            mistakes.append(f"false alarm: {found}")
        if words is not None and (len(found) != 1 or words not in found[0]):
            mistakes.append(f"{path}: wanted one fault with '{words}', got {found}")
    return mistakes


def main():
    faults = self_test() if sys.argv[1:] == ["--self-test"] else check(sys.argv[1])
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
