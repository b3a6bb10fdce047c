// libtorch itself: its version, its threads, the library that multiplies its matrices.
#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>

#include <sstream>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include "guard.h"
#include "pgt.h"

namespace {

// The file that a function was loaded from; libtorch's own where BLAS is linked into it, as in the official builds.
std::string library_of(const char* function) {
  Dl_info found;
  void* address = dlsym(RTLD_DEFAULT, function);
  if (address == nullptr || dladdr(address, &found) == 0 || found.dli_fname == nullptr) {
    return {};
  }
  char path[PATH_MAX];
  return realpath(found.dli_fname, path) != nullptr ? path : found.dli_fname;
}

}  // namespace

int32_t pgt_abi_version(void) { return PGT_VERSION; }

int32_t pgt_engine_read(pgt_engine* engine, pgt_text text) {
  return pgt::guarded(text, [&] {
    engine->threads = at::get_num_threads();
    engine->inter_threads = at::get_num_interop_threads();
    engine->built_with_cuda = at::globalContext().hasCUDART() ? 1 : 0;
    engine->cuda_devices = static_cast<int32_t>(torch::cuda::device_count());
    std::ostringstream lines;
    lines << "version\t" << TORCH_VERSION << '\n'
          << "library\t" << library_of("_ZN2at15get_num_threadsEv") << '\n'
          << "blas\t" << library_of("sgemm_") << '\n';
    pgt::write(text, lines.str());
    return PGT_OK;
  });
}

int32_t pgt_set_threads(int32_t threads, int32_t inter, pgt_text text) {
  return pgt::guarded(text, [&] {
    if (inter > 0 && inter != at::get_num_interop_threads()) {
      at::set_num_interop_threads(inter);
    }
    if (threads > 0) {
      at::set_num_threads(threads);
      // OpenBLAS has threads of its own, as many as the machine has cores unless it is told.
      using Setter = void (*)(int);
      if (const auto set = reinterpret_cast<Setter>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
        set(threads);
      }
    }
    return PGT_OK;
  });
}
