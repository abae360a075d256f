#pragma once
// The networks, as functions that tell their whole stories, in three files: a network is code that the compiler writes,
// and four of them are much of it.

#include "options.hpp"

#include <trilobite/data/digits.hpp>

// Each returns the program's exit code: 0 if the network has learned anything.
int study_shallow(const options& chosen, const trilobite::data::digits& digits);
int study_intermediate(const options& chosen, const trilobite::data::digits& digits);
int study_deep(const options& chosen, const trilobite::data::digits& digits);
int study_lenet(const options& chosen, const trilobite::data::digits& digits);
