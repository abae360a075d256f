#pragma once
/// One thread for everybody.

#if defined(TRILOBITE_HAVE_OPENBLAS)
#include <cblas.h>
#endif
#include <dlfcn.h>

namespace bench {

inline void use_one_thread() {
#if defined(TRILOBITE_HAVE_OPENBLAS)
    openblas_set_num_threads(1);
#endif
    // OpenMP, where some library has brought it along.
    if (void* const set = dlsym(RTLD_DEFAULT, "omp_set_num_threads"))
        reinterpret_cast<void (*)(int)>(set)(1);
}

}
