#!/usr/bin/env bash
# Installs what is missing, then builds and tests presets (CMakePresets.json): those named, or
#     g++ and clang++, plain and with sanitizers, on this machine
#     other processors, of which some are emulated: their arithmetic, and that what is trained has the same bits (AVX-512
#     is only compiled for, and not at all where this processor has it: the first presets are for it then)
# A processor's preset without -arithmetic or -bits behind it tests all that runs on a device.
#     bash tests/run.sh [PRESET...]
# TRILOBITE_MNIST=DIR lets the tests on real digits run; TRILOBITE_JOBS=N is how much runs at once (default: all cores).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ ${1-} == -h || ${1-} == --help ]]; then sed -n '2,8s/^# \{0,1\}//p' "$0"; exit; fi
jobs=${TRILOBITE_JOBS:-$(nproc)}

bash cmake/install_packages.sh test

# What a preset cannot be built without, beyond what others need too, if it is not here.
missing_for() {
    local missing=()
    need() { command -v "$1" > /dev/null || missing+=("$2"); }
    case $1 in
        aarch64*) need aarch64-linux-gnu-g++ g++-aarch64-linux-gnu; need qemu-aarch64-static qemu-user-static ;;
        riscv64*) need riscv64-linux-gnu-g++ g++-riscv64-linux-gnu; need qemu-riscv64-static qemu-user-static ;;
        cortex-*) need arm-none-eabi-g++ 'gcc-arm-none-eabi libstdc++-arm-none-eabi-newlib'
                  need qemu-system-arm qemu-system-arm ;;
        sse2* | avx*) [[ $(uname -m) == x86_64 ]] || missing=('a machine with an x86-64 processor') ;;
    esac
    printf '%s' "${missing[*]}"
}

# Instructions of a preset that this processor does not have.
lacks_for() {
    local flag flags=()
    case $1 in
        avx2*) flags=(avx2 fma bmi2) ;;
        avx512*) flags=(avx512f avx512cd avx512dq avx512bw avx512vl) ;;
    esac
    for flag in "${flags[@]}"; do grep -qw "$flag" /proc/cpuinfo || { printf '%s' "$flag"; return; }; done
}

presets=("$@")
if (( $# == 0 )); then
    presets=(gcc-release clang-release gcc-sanitize clang-sanitize
             sse2-arithmetic avx2-bits aarch64-arithmetic riscv64-arithmetic)
    # Where this processor has AVX-512 the first presets are for it; else that it compiles is all that can be seen.
    [[ -z $(lacks_for avx512-bits) ]] || presets+=(avx512-bits)
fi

run_preset() {
    printf '\n== %s: configure\n' "$1"
    cmake --preset "$1" --log-level=WARNING || return
    printf '== %s: build\n' "$1"
    cmake --build --preset "$1" -j "$jobs" || return
    [[ -z $(lacks_for "$1") ]] || return 0
    printf '== %s: test\n' "$1"
    ctest --preset "$1" -j "$jobs"
}

summary=() failed=0
for preset in "${presets[@]}"; do
    start=$SECONDS verdict=passed
    missing=$(missing_for "$preset") lacks=$(lacks_for "$preset")
    if [[ $missing ]]; then
        verdict="skipped, for want of $missing"
    elif ! run_preset "$preset" < /dev/null; then
        verdict=FAILED failed=1
    elif [[ $lacks ]]; then
        verdict="built, but not run: this processor has no $lacks"
    fi
    summary+=("$(printf '%-20s %s (%d s)' "$preset" "$verdict" $((SECONDS - start)))")
done

printf '\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
