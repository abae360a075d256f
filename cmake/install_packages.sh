#!/usr/bin/env bash
# Installs what is missing, on Debian and Ubuntu; says nothing, and needs no rights, where nothing is.
set -euo pipefail

usage() {
    cat <<'USAGE'
usage: install_packages.sh [run|test|bench]
  run    what building and running the examples takes
  test   what working on the library takes: both compilers, the tests, the benchmarks (default); where they can be had also
         the compilers and emulators of other processors, without which their tests are skipped
  bench  also the libraries that benchmarks compare with, and what draws pictures; libtorch-dev, which brings a hundred
         packages along, is compared with where you install it yourself
USAGE
}

group=${1-test}
case $group in
    run | test | bench) ;;
    -h | --help) usage; exit ;;
    *) usage >&2; exit 2 ;;
esac

# Asked for by what they do, not by a package's name, so that a tool from elsewhere counts too.
has() { command -v "$1" > /dev/null; }
has_header() { has g++ && g++ -E -x c++ -include "$1" /dev/null > /dev/null 2>&1; }
has_library() { has g++ && g++ -x c++ - -l"$1" -o /dev/null <<< 'int main() {}' > /dev/null 2>&1; }
has_certificates() { [[ -e /etc/ssl/certs/ca-certificates.crt || -e /etc/pki/tls/certs/ca-bundle.crt ]]; }
has_sanitizers() { # clang's run-time library is a package apart on some releases
    has clang++ && clang++ -fsanitize=address,undefined -x c++ - -o /dev/null <<< 'int main() {}' > /dev/null 2>&1
}

has_matplotlib() { # in the system's own python, if another stands before it
    local python
    for python in python3 /usr/bin/python3; do "$python" -c 'import matplotlib' 2> /dev/null && return; done
    return 1
}

missing=() optional=()
need() { "${@:2}" || missing+=("$1"); }
want() { "${@:2}" || optional+=("$1"); }
need cmake has cmake
need ninja-build has ninja
need g++ has g++
need git has git # FetchContent, where a package does not exist
need ca-certificates has_certificates
need libboost-dev has_header boost/hana.hpp
need libxsimd-dev has_header xsimd/xsimd.hpp
need libcli11-dev has_header CLI/CLI.hpp
need zlib1g-dev has_header zlib.h
need gnuplot-nox has gnuplot # draws the figures of a report
if [[ $group != run ]]; then
    need clang has clang++
    need libclang-rt-dev has_sanitizers
    need catch2 eval 'has_header catch2/catch.hpp || has_header catch2/catch_all.hpp'
    need libbenchmark-dev has_header benchmark/benchmark.h
    need libeigen3-dev has_header eigen3/Eigen/Core
    need python3 has python3
    need protobuf-compiler has protoc # reads what is written for TensorBoard
    need nlohmann-json3-dev has_header nlohmann/json.hpp
    need libhdf5-dev eval 'has_header hdf5/serial/hdf5.h || has_header hdf5.h'
    want g++-aarch64-linux-gnu has aarch64-linux-gnu-g++
    want g++-riscv64-linux-gnu has riscv64-linux-gnu-g++
    want qemu-user-static eval 'has qemu-aarch64-static && has qemu-riscv64-static'
    want gcc-arm-none-eabi has arm-none-eabi-g++
    want libstdc++-arm-none-eabi-newlib eval "arm-none-eabi-g++ -E -x c++ -include array /dev/null > /dev/null 2>&1"
    want qemu-system-arm has qemu-system-arm
fi
if [[ $group == bench ]]; then
    need libopenblas-dev has_library openblas # cblas.h is others' too
    need libdnnl-dev has_header oneapi/dnnl/dnnl.h
    need python3-matplotlib has_matplotlib
fi

# Gives up where something needed is missing; what is merely wanted is done without.
cannot() {
    if (( ${#missing[@]} )); then
        printf 'install_packages.sh: %s.\nPlease install: %s\n' "$1" "${missing[*]}" >&2
        exit 1
    fi
    printf 'install_packages.sh: %s; doing without %s\n' "$1" "${optional[*]}" >&2
}

as_root=()
can_install() {
    has apt-get || { cannot 'this system has no apt-get'; return 1; }
    (( EUID )) || return 0
    has sudo || { cannot 'neither root nor sudo'; return 1; }
    as_root=(sudo)
    [[ -t 0 ]] || as_root=(sudo -n) # nobody there to type a password
    "${as_root[@]}" true || { cannot 'sudo did not let us in'; return 1; }
}

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" < /dev/null; }
# --no-remove: whatever else is on this machine stays.
install() { apt install -y --no-install-recommends --no-remove "$@" > /dev/null; }
has_package() { [[ -n $(apt-cache --quiet=2 show "$1" 2> /dev/null) ]]; }

if (( ${#missing[@]} + ${#optional[@]} )) && can_install; then
    printf 'installing: %s\n' "${missing[*]} ${optional[*]}"
    apt update || printf 'install_packages.sh: apt-get update failed; trying with the lists that are here\n' >&2
    for i in "${!missing[@]}"; do
        case ${missing[i]} in
            # Debian 12 has 1.81 under its own name, and 1.74 as the default.
            libboost-dev) has_package libboost1.81-dev && missing[i]=libboost1.81-dev ;;
            # Older releases have the run-time library in a package that clang depends on.
            libclang-rt-dev) has_package libclang-rt-dev || unset 'missing[i]' ;;
        esac
    done
    if (( ${#missing[@]} )); then
        install "${missing[@]}" || cannot 'apt-get install failed'
    fi
    missing=() # all there now
    for package in "${optional[@]}"; do
        install "$package" || printf 'install_packages.sh: doing without %s\n' "$package" >&2
    done
fi

version=$(cmake --version | sed -n '1s/[^0-9]*//p')
if [[ $(printf '%s\n' 3.23 "$version" | sort -V | head -n 1) != 3.23 ]]; then
    printf 'install_packages.sh: CMake 3.23 or newer is needed; this is %s\n' "$version" >&2
    exit 1
fi
