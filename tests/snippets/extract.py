#!/usr/bin/env python3
"""extract.py OUT DOCUMENT...: write every ```cpp block of the documents to a file of its own in OUT.

A block with an `int main` is a program (program_*.cpp): it is linked and run.
A block that begins with #include is a file as it stands, one that begins with a declaration that no function may hold
(template, struct, namespace, ...) is one after the library's #include, and any other is the body of a function
(fragment_*.cpp): these are compiled. #line leads the compiler's messages back to the document.
"""
import pathlib
import re
import sys

FENCE = re.compile(r"^```cpp[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
COMMENTS = re.compile(r"\A(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
DECLARATION = re.compile(r"(template|struct|class|enum|union|concept|namespace|inline|extern)\b")
PRELUDE = "#include <trilobite/trilobite.hpp>\nusing namespace trilobite;\n"


def unit(code, line, document, name):
    """The kind of a block and its text as a translation unit."""
    code = f'#line {line} "{document}"\n{code}'
    start = COMMENTS.sub("", code.split("\n", 1)[1])
    if re.search(r"\bint main\b", code):
        return "program", code if "#include" in code else PRELUDE + code
    if start.startswith("#include"):
        return "fragment", code
    if DECLARATION.match(start):
        return "fragment", PRELUDE + f"namespace {name} {{\n{code}}}\n"
    return "fragment", PRELUDE + f"void {name}();\nvoid {name}() {{\n{code}}}\n"


def extract(document):
    text = document.read_text(encoding="utf-8")
    stem = re.sub(r"\W", "_", document.stem)
    for number, block in enumerate(FENCE.finditer(text), 1):
        name = f"{stem}_{number}"
        line = text.count("\n", 0, block.start(1)) + 1
        kind, code = unit(block.group(1), line, document, name)
        yield f"{kind}_{name}.cpp", code


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    units = dict(item for document in sys.argv[2:] for item in extract(pathlib.Path(document)))
    for old in out.glob("*.cpp"):
        if old.name not in units:
            old.unlink()
    for name, code in units.items():
        file = out / name
        if not file.exists() or file.read_text(encoding="utf-8") != code:  # else it would be compiled again
            file.write_text(code, encoding="utf-8")


if __name__ == "__main__":
    main()
