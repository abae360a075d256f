#!/usr/bin/env bash
# Installs what is missing, then builds and tests every preset (CMakePresets.json), or those named:
#     bash tests/run.sh [PRESET...]
# TRILOBITE_MNIST=DIR lets the tests on real digits run; TRILOBITE_JOBS=N is how much runs at once (default: all cores).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ ${1-} == -h || ${1-} == --help ]]; then sed -n '2,4s/^# \{0,1\}//p' "$0"; exit; fi
presets=("$@")
(( $# )) || presets=(gcc-release clang-release gcc-sanitize clang-sanitize)
jobs=${TRILOBITE_JOBS:-$(nproc)}

bash cmake/install_packages.sh test

run_preset() {
    printf '\n== %s: configure\n' "$1"
    cmake --preset "$1" --log-level=WARNING || return
    printf '== %s: build\n' "$1"
    cmake --build --preset "$1" -j "$jobs" || return
    printf '== %s: test\n' "$1"
    ctest --preset "$1" -j "$jobs"
}

summary=() failed=0
for preset in "${presets[@]}"; do
    start=$SECONDS verdict=passed
    run_preset "$preset" < /dev/null || { verdict=FAILED; failed=1; }
    summary+=("$(printf '%-16s %s (%d s)' "$preset" "$verdict" $((SECONDS - start)))")
done

printf '\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
