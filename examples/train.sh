#!/usr/bin/env bash
# Installs what is missing, builds examples/mnist and runs it:
#     bash examples/train.sh [OPTION...]
# All options go to the program; --help lists them. Without --data, it takes MNIST from the folder TRILOBITE_MNIST, or
# draws digits of its own.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/examples

bash "$root/cmake/install_packages.sh" run

# What the build prints is of interest only when it fails.
mkdir -p "$build"
step() { "$@" > "$build/train.log" 2>&1 < /dev/null || { cat "$build/train.log" >&2; exit 1; }; }
printf 'building %s ...\n' "${build#"$root"/}/examples/mnist" >&2
step cmake -S "$root" --preset examples
step cmake --build "$build" --target mnist

exec "$build/examples/mnist" "$@"
