#!/usr/bin/env bash
# Tests cmake/fetch_mnist.sh against a directory of the real files. $1: that directory; exits with 77 where absent.
set -euo pipefail

source=${1:-}
if [[ -z $source || ! -e $source/train-images-idx3-ubyte.gz ]]; then
    echo "skipped: '$source' does not hold the files of MNIST"
    exit 77
fi
source=$(cd "$source" && pwd)
fetch=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/cmake/fetch_mnist.sh
unset TRILOBITE_MNIST_URL

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

names=(t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz)
all_names=$(printf '%s\n' "${names[@]}")

fail() {
    echo "FAILED: $1"
    echo "--- what the script said:"
    cat "$work/said"
    exit 1
}

# Runs the script; expects the exit status $1 with the arguments that follow.
expect() {
    local expected=$1 found=0
    shift
    "$fetch" "$@" >"$work/said" 2>&1 || found=$?
    [[ $found == "$expected" ]] || fail "expected exit status $expected of '$*', found $found"
}

says() { grep -qF -- "$1" "$work/said" || fail "expected it to say '$1'"; }

# Expects the directory $1 to hold exactly the files $2, one a line, and no hidden ones.
holds() {
    local found
    found=$(ls -A "$1")
    [[ $found == "$2" ]] || fail "expected $1 to hold '$2', found '$found'"
}

echo "prints its usage"
expect 0 --help
says "Usage: fetch_mnist.sh [--from URL] [DIRECTORY]"

echo "refuses to be called wrongly"
expect 2 --frobnicate
says "unknown option --frobnicate"
expect 2 --from
says "--from needs a URL"
expect 2 "$work/a" "$work/b"
says "expected one directory"

echo "fetches all four files into a directory that it makes"
expect 0 --from "file://$source" "$work/new/mnist directory"
holds "$work/new/mnist directory" "$all_names"
for name in "${names[@]}"; do
    cmp "$source/$name" "$work/new/mnist directory/$name" || fail "$name differs from its source"
done

echo "takes the address from the environment, and ./mnist for the directory"
(cd "$work" && TRILOBITE_MNIST_URL="file://$source/" "$fetch" >"$work/said" 2>&1) || fail "expected success"
holds "$work/mnist" "$all_names"

echo "leaves alone what is there and right, without asking for it"
expect 0 --from "file://$work/no such place" "$work/mnist"
says "is there already"

echo "fetches only what is missing"
rm "$work/mnist/${names[1]}"
expect 0 --from "file://$source" "$work/mnist"
says "${names[0]} is there already"
says "${names[1]} fetched"

echo "accepts the same contents compressed in another way"
mkdir "$work/recompressed"
cp "$source"/*.gz "$work/recompressed"
chmod u+w "$work/recompressed"/*
gzip -dc "$source/${names[1]}" | gzip -1 >"$work/recompressed/${names[1]}"
expect 0 --from "file://$work/recompressed" "$work/other compression"
holds "$work/other compression" "$all_names"

echo "refuses a wrong file that is there, and leaves it as it was"
echo "something else" | gzip >"$work/mnist/${names[1]}"
cp "$work/mnist/${names[1]}" "$work/wrong"
expect 1 --from "file://$source" "$work/mnist"
says "${names[1]} is there but wrong: expected contents of MD5 27ae3e4e09519cfbb04c329615203637, found "
cmp "$work/wrong" "$work/mnist/${names[1]}" || fail "the file was changed"

echo "refuses a download that is another file"
cp "$work/wrong" "$work/recompressed/${names[1]}"
expect 1 --from "file://$work/recompressed" "$work/c"
says "${names[1]} is wrong: expected contents of MD5 27ae3e4e09519cfbb04c329615203637, found "
holds "$work/c" "$(printf '%s\n' "${names[0]}" "${names[2]}" "${names[3]}")"

echo "refuses downloads that break off, are no gzip files, or are not there, and leaves nothing behind"
mkdir "$work/broken"
head -c 1000000 "$source/${names[0]}" >"$work/broken/${names[0]}"
echo "<html>Not found</html>" >"$work/broken/${names[1]}"
head -c 0 /dev/null >"$work/broken/${names[2]}"
expect 1 --from "file://$work/broken" "$work/d"
says "${names[0]} is wrong: expected contents of MD5 2646ac647ad5339dbf082846283269ea, found no sound gzip file"
says "${names[1]} is wrong"
says "${names[2]} is wrong"
says "${names[3]} cannot be fetched"
holds "$work/d" ""

echo "all passed"
