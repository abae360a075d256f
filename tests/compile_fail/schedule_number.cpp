// expect: a schedule is a function of the step: scheduled\{sgd\{0.1f\}, step_decay\{0.5f, 1000\}\}
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
const scheduled optimizer{sgd{}, step_decay{0.5f, 1000}};
#else
const scheduled optimizer{sgd{}, 0.5f};
#endif
