#pragma once
// Where the digits come from.

#include "options.hpp"

#include <trilobite/data/digits.hpp>
#include <trilobite/io/result.hpp>

// From the first of these places that is given: --data, the environment, our own pen. Tells the user which.
trilobite::result<trilobite::data::digits> get_digits(const options& chosen);
