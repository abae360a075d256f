"""What a program of this folder's finds out, for eyes and for other programs."""
import json


def print_table(head, rows):
    """Cells are of any type; None is a blank. The first column is text, the others are numbers."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(map(len, column)) for column in zip(*texts)]
    for row in texts:
        print("  ".join(text.ljust(width) if place == 0 else text.rjust(width)
                        for place, (text, width) in enumerate(zip(row, widths))).rstrip())


def write_json(path, compilers, rows):
    releases = {compiler.name: compiler.release for compiler in compilers}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"compilers": releases, "rows": rows}, file, indent=1)
        file.write("\n")
