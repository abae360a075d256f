#!/usr/bin/env bash
# Builds the benchmarks, runs them and writes what they measured:
#     bash bench/run.sh [OPTION...]
#
#   --preset NAME   with this preset of CMakePresets.json; may be given again (default: gcc-release and clang-release)
#   --march CPU     for this processor instead of the one here, say haswell for registers of eight floats; the libraries
#                   that we are compared with are told so too
#   --filter REGEX  only the figures whose names it matches
#   --sweep         also how speed depends on width and batch, and the pictures of it in docs/ (a few minutes to compile)
#   --out FILE      the JSON (default: build/bench.json): the output of Google Benchmark, by preset
#   --install       first install what is missing, Debian's libraries to compare with among it
#
# TRILOBITE_JOBS=N is how much is compiled at once (default: all cores). Everything runs on one thread. The table gives
# our best and median time, our share of the arithmetic peak that was measured meanwhile, and by the name of each peer how
# many times as fast we are, best against best.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' bench/run.sh; }
cannot() { printf 'run.sh: %s\n' "$1" >&2; exit 2; }

presets=() march='' filter=. sweep=0 out=build/bench.json
while (( $# )); do
    case $1 in
        --preset) presets+=("${2?}"); shift ;;
        --march) march=${2?}; shift ;;
        --filter) filter=${2?}; shift ;;
        --out) out=${2?}; shift ;;
        --sweep) sweep=1 ;;
        --install) bash cmake/install_packages.sh bench ;;
        -h | --help) usage; exit ;;
        *) cannot "unknown option $1; --help lists them" ;;
    esac
    shift
done
(( ${#presets[@]} )) || presets=(gcc-release clang-release)
command -v python3 > /dev/null || cannot 'python3 is needed'

configure=(-DTRILOBITE_BUILD_BENCH=ON -DTRILOBITE_BENCH_PEERS=ON -DTRILOBITE_BUILD_TESTS=OFF
           -DTRILOBITE_BUILD_EXAMPLES=OFF)
if [[ $march ]]; then
    configure+=("-DCMAKE_CXX_FLAGS=-march=$march -ffp-contract=off")
    case $march in
        haswell | x86-64-v3 | znver[123]) # no more than AVX2
            export ONEDNN_MAX_CPU_ISA=AVX2 DNNL_MAX_CPU_ISA=AVX2 OPENBLAS_CORETYPE=Haswell ATEN_CPU_CAPABILITY=avx2 ;;
    esac
fi
# Whatever is allocated stands on large pages, as data that is gone through again and again should: ours and the others'.
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
programs=(trilobite_bench)
(( ! sweep )) || programs+=(trilobite_sweep)

results=()
for preset in "${presets[@]}"; do
    build=build/bench-$preset${march:+-$march}
    printf '\n== %s%s\n' "$preset" "${march:+, $march}"
    # What the build prints is of interest only when it fails.
    mkdir -p "$build"
    quietly() { "$@" > "$build/build.log" 2>&1 < /dev/null || { cat "$build/build.log" >&2; exit 1; }; }
    quietly cmake --preset "$preset" -B "$build" "${configure[@]}"
    quietly cmake --build "$build" -j "${TRILOBITE_JOBS:-$(nproc)}" --target "${programs[@]}"
    for program in "${programs[@]}"; do
        "$build/bench/$program" --benchmark_filter="$filter" --benchmark_out="$build/$program.json" \
            --benchmark_out_format=json
        [[ ! -s $build/$program.json ]] || results+=("$preset=$build/$program.json") # empty where the filter matches nothing
    done
done

mkdir -p "$(dirname "$out")"
python3 bench/merge.py "$out" "${results[@]}"
printf '\nwritten: %s\n' "$out"
if (( sweep )); then
    for python in python3 /usr/bin/python3; do # the system's own has matplotlib, where another stands before it
        "$python" -c 'import matplotlib' 2> /dev/null && exec "$python" bench/plot.py "$out" docs
    done
    cannot 'no pictures without python3-matplotlib'
fi
