#!/usr/bin/env bash
# check.sh COMPILER FLAGS_FILE SOURCE: a mistake must be rejected, and in the words it promises.
# SOURCE opens with lines `// expect: <extended regex>`. It must compile with -DTRILOBITE_FIXED (so that it is rejected
# for the mistake and nothing else), and without it fail with an output that every one of the regexes matches.
# check.sh COMPILER FLAGS_FILE --self-test: this script must tell good cases from bad ones.
set -euo pipefail
export LC_ALL=C # plain quotes in the compiler's messages

compiler=$1 flags=$2 source=$3

fail() { printf '%s: %s\n' "$source" "$1"; printf '%s\n' "${2-}" | head -n 60; exit 1; }
# Shapes have nothing to do with registers, whose headers are a third of what is compiled.
compile() { "$compiler" @"$flags" -DTRILOBITE_NO_SIMD -fsyntax-only -fdiagnostics-color=never "$@" 2>&1; }

self_test() {
    local dir; dir=$(mktemp -d); trap 'rm -rf "'"$dir"'"' EXIT
    local good='static_assert(true);' bad='static_assert(false, "three is not two");'
    write() { printf '%b#ifdef TRILOBITE_FIXED\n%s\n#else\n%s\n#endif\n' "$2" "$3" "$4" > "$dir/$1.cpp"; }
    write good              '// expect: three is (not|never) two\n'                      "$good" "$bad"
    write compiles          '// expect: three is not two\n'                              "$good" "$good"
    write other_words       '// expect: three is not two\n// expect: nor is it four\n'   "$good" "$bad"
    write wrong_when_fixed  '// expect: three is not two\n'                              "$bad"  "$bad"
    write expects_nothing   ''                                                           "$good" "$bad"
    for case in "$dir"/*.cpp; do
        local found=rejected wanted=rejected
        if bash "$0" "$compiler" "$flags" "$case" > "$dir/log"; then found=accepted; fi
        [[ $case == */good.cpp ]] && wanted=accepted
        [[ $found == "$wanted" ]] || { cat "$dir/log"; source=$case fail "$found, and should be $wanted"; }
    done
}

if [[ $source == --self-test ]]; then self_test; exit; fi

mapfile -t expected < <(sed -n -e '/^\/\//!q' -e 's|^// expect: ||p' "$source")
(( ${#expected[@]} )) || fail 'has no line "// expect: <regex>" at its start'
output=$(compile -DTRILOBITE_FIXED "$source") || fail 'must compile with -DTRILOBITE_FIXED, but:' "$output"
if output=$(compile "$source"); then fail 'compiles, and should not'; fi
for regex in "${expected[@]}"; do
    grep -qE -e "$regex" <<< "$output" || fail "no match for \"$regex\" in:" "$output"
done
