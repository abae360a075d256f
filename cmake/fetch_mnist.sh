#!/usr/bin/env bash
# Fetches the MNIST database of handwritten digits, and keeps only files whose contents are the right ones.
set -euo pipefail

readonly default_url=https://ossci-datasets.s3.amazonaws.com/mnist

# File name and MD5 of its contents once decompressed: mirrors compress the same contents in different ways.
readonly files=(
    "train-images-idx3-ubyte.gz 6bbc9ace898e44ae57da46a324031adb"
    "train-labels-idx1-ubyte.gz a25bea736e30d166cdddb491f175f624"
    "t10k-images-idx3-ubyte.gz 2646ac647ad5339dbf082846283269ea"
    "t10k-labels-idx1-ubyte.gz 27ae3e4e09519cfbb04c329615203637"
)

usage() {
    cat <<END
Usage: fetch_mnist.sh [--from URL] [DIRECTORY]

Fetches the four files of MNIST (11 MB) into DIRECTORY, ./mnist where none is given. Each is checked against the MD5 of
its decompressed contents before it takes its name; files that are there and right are not fetched again.

  --from URL   fetch from URL/train-images-idx3-ubyte.gz and so on; file:// works too.
               Otherwise the environment variable TRILOBITE_MNIST_URL is asked, and then it is
               $default_url
  --help       print this

Exits with 0 when all four files are there and right, 1 when one is not, 2 when it was called wrongly.
END
}

misused() {
    echo "fetch_mnist.sh: $1" >&2
    usage >&2
    exit 2
}

complain() { echo "fetch_mnist.sh: $1" >&2; }

md5() {
    if command -v md5sum >/dev/null; then
        md5sum | cut -d ' ' -f 1
    else
        command md5 -q # macOS and the BSDs
    fi
}

# The MD5 of the decompressed contents of file $1, or words that say that it has none.
contents_md5() {
    local sum
    if sum=$(gzip -dc <"$1" 2>/dev/null | md5); then
        echo "$sum"
    else
        echo "no sound gzip file"
    fi
}

# Fetches $1 into the file $2.
download() {
    if command -v curl >/dev/null; then
        curl --fail --silent --show-error --location --output "$2" "$1"
    elif [[ $1 == file://* ]]; then
        cp "${1#file://}" "$2" # which wget cannot
    elif command -v wget >/dev/null; then
        wget --quiet --output-document="$2" "$1"
    else
        complain "found neither curl nor wget"
        return 1
    fi
}

# Brings file $1, whose contents have the MD5 $2, into the directory, or says why not.
bring() {
    local name=$1 expected=$2 found
    local target=$directory/$name
    if [[ -e $target ]]; then
        found=$(contents_md5 "$target")
        if [[ $found != "$expected" ]]; then
            complain "$target is there but wrong: expected contents of MD5 $expected, found $found; remove it first"
            return 1
        fi
        echo "$target is there already"
        return 0
    fi
    if ! download "$url/$name" "$arriving"; then
        complain "$url/$name cannot be fetched"
        return 1
    fi
    found=$(contents_md5 "$arriving")
    if [[ $found != "$expected" ]]; then
        complain "$url/$name is wrong: expected contents of MD5 $expected, found $found; nothing was kept"
        return 1
    fi
    mv "$arriving" "$target"
    echo "$target fetched"
}

url=${TRILOBITE_MNIST_URL:-$default_url}
directory=
while (($# > 0)); do
    case $1 in
    --help)
        usage
        exit 0
        ;;
    --from)
        [[ -n ${2:-} ]] || misused "--from needs a URL"
        url=$2
        shift
        ;;
    --from=?*) url=${1#--from=} ;;
    -*) misused "unknown option $1" ;;
    *)
        [[ -z $directory && -n $1 ]] || misused "expected one directory, found '$directory' and '$1'"
        directory=$1
        ;;
    esac
    shift
done
url=${url%/}
directory=${directory:-mnist}

# Temporary files are in the directory itself, so that the last step is a rename: a file is there in full or not at all.
mkdir -p -- "$directory"
temporary=$(mktemp -d "$directory/.fetch_mnist.XXXXXX")
trap 'rm -rf -- "$temporary"' EXIT
readonly arriving=$temporary/arriving

status=0
for file in "${files[@]}"; do
    read -r name md5 <<<"$file"
    bring "$name" "$md5" || status=1
done
exit "$status"
