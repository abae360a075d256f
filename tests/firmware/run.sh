#!/usr/bin/env bash
# run.sh PRESET FOLDER [OPTION...]: configures, with CMake's options, builds and tests a preset for a microcontroller, in a
# folder of its own. Exit status 77, skipped, where there is no compiler or no emulator for it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

need() { command -v "$1" > /dev/null || { printf 'skipped: no %s here; Debian has it in %s\n' "$1" "$2"; exit 77; }; }
need arm-none-eabi-g++ 'gcc-arm-none-eabi, and its headers in libstdc++-arm-none-eabi-newlib'
need qemu-system-arm qemu-system-arm

cmake --preset "$1" -B "$2" --log-level=WARNING "${@:3}"
cmake --build "$2"
ctest --test-dir "$2" --output-on-failure
