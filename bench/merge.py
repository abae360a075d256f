"""Puts the JSON of several runs of Google Benchmark into one file: merge.py OUT NAME=FILE...

The result maps each name to its run; two files with one name become one run with the figures of both.
"""
import json
import sys

out, *results = sys.argv[1:]
merged = {}
for result in results:
    name, path = result.split("=", 1)
    with open(path, encoding="utf-8") as file:
        run = json.load(file)
    merged.setdefault(name, {"context": run["context"], "benchmarks": []})["benchmarks"] += run["benchmarks"]
with open(out, "w", encoding="utf-8") as file:
    json.dump(merged, file, indent=1)
