#pragma once
// Where the examples get their digits from.

#include <trilobite/data/digits.hpp>
#include <trilobite/io/result.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

// MNIST from `folder`, else from the folder that TRILOBITE_MNIST names, else digits drawn by the program from `seed`;
// says which. samples: learn from so many only, the first ones; 0: from all.
trilobite::result<trilobite::data::digits> get_digits(std::string folder, std::size_t samples, std::uint64_t seed);
