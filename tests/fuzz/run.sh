#!/usr/bin/env bash
# Searches at length for files that readers do not survive:
#     bash tests/fuzz/run.sh [SECONDS [FUZZER...]]
# Each fuzzer, or those named (idx, csv, ...), searches for SECONDS (default 60). Says how many inputs each has tried;
# what broke one is left in build/clang-sanitize/tests/fuzz, and belongs into tests/fuzz/found once that is mended.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [[ ${1-} == -h || ${1-} == --help ]]; then sed -n '2,5s/^# \{0,1\}//p' "$0"; exit; fi
seconds=${1-60}
fuzzers=("${@:2}")

build=build/clang-sanitize
cmake --preset clang-sanitize --log-level=WARNING
cmake --build "$build" --target fuzzers
(( ${#fuzzers[@]} )) || mapfile -t fuzzers < <(ls "$build/tests/fuzz/corpus")

failed=0
cd "$build/tests/fuzz"
for name in "${fuzzers[@]}"; do
    known=("corpus/$name")
    [[ -d ../../../../tests/fuzz/found/$name ]] && known+=("../../../../tests/fuzz/found/$name")
    verdict=survived
    nice "./fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=64 \
        -print_final_stats=1 "${known[@]}" > "$name.log" 2>&1 ||
        { verdict="BROKE, see $build/tests/fuzz/$name.log"; failed=1; }
    printf '%-16s %12d inputs  %s\n' "$name" \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$name.log")" "$verdict"
done
exit "$failed"
