// What the TorchSharp plugin calls of libtorch: a C ABI of our own over TorchScript's C++ API, which has none.
//
// Every function catches whatever libtorch throws, returns one of pgt_code and, for all but PGT_OK, leaves a sentence in
// the caller's `text`, ended by a zero and cut where the buffer ends. Handles are not locked: one call at a time for each,
// but an inference may outlive the module that it was made of.
#ifndef PGT_H
#define PGT_H

#include <stdint.h>

#define PGT_API __attribute__((visibility("default")))

// Raised with every change here; the plugin refuses a library of another number.
#define PGT_VERSION 1

#ifdef __cplusplus
extern "C" {
#endif

typedef enum pgt_code {
  PGT_OK = 0,
  PGT_FAILED = 1,       // libtorch or the script failed; the text is theirs
  PGT_MISMATCH = 2,     // the answer is not of the declared types and shapes; the text tells what came
  PGT_MEMORY = 3,       // there is no memory
  PGT_DEVICE_LOST = 4,  // the GPU is gone for this process
} pgt_code;

// Numbered as PolicyGate.Abstractions.ElementType.
typedef enum pgt_type {
  PGT_FLOAT32,
  PGT_FLOAT16,
  PGT_BFLOAT16,
  PGT_FLOAT64,
  PGT_UINT8,
  PGT_INT8,
  PGT_INT16,
  PGT_INT32,
  PGT_INT64,
  PGT_BOOL,
} pgt_type;

typedef enum pgt_optimization {
  PGT_AS_SAVED,
  PGT_FREEZE,     // weights become constants: torch.jit.freeze
  PGT_INFERENCE,  // and operators are folded and exchanged: torch.jit.optimize_for_inference
} pgt_optimization;

// Dense, outermost dimension first. `data` is the host's and outlives the inference; null for an output that nobody reads.
typedef struct pgt_tensor {
  void* data;
  const int64_t* sizes;
  int32_t rank;
  int32_t type;
} pgt_tensor;

typedef struct pgt_text {
  char* data;
  int32_t capacity;
} pgt_text;

typedef struct pgt_engine {
  int32_t threads;          // for one operator
  int32_t inter_threads;    // for operators side by side
  int32_t cuda_devices;     // 0 where there is none or libtorch was built without CUDA
  int32_t built_with_cuda;
} pgt_engine;

typedef struct pgt_module pgt_module;
typedef struct pgt_inference pgt_inference;

PGT_API int32_t pgt_abi_version(void);

// `text` becomes lines of "NAME\tVALUE": version, blas (the library that multiplies matrices), parallel.
PGT_API int32_t pgt_engine_read(pgt_engine* engine, pgt_text text);

// Both are the whole process's; 0 leaves one as it is. libtorch takes `inter` once only, before the first inference.
PGT_API int32_t pgt_set_threads(int32_t threads, int32_t inter, pgt_text text);

// `device` as cpu or cuda:1. The module is put into evaluation mode.
PGT_API int32_t pgt_module_load(const char* path, const char* device, pgt_module** module, pgt_text text);

// Whether `method` is there and takes `arguments` tensors; `text` says why not.
PGT_API int32_t pgt_module_check(pgt_module* module, const char* method, int32_t arguments, pgt_text text);

// Keeps `method` alone.
PGT_API int32_t pgt_module_optimize(pgt_module* module, const char* method, int32_t optimization, pgt_text text);

// `text` becomes lines of "NAME\tVALUE": one for each method, with its arguments, one for the parameters.
PGT_API int32_t pgt_module_describe(pgt_module* module, pgt_text text);

PGT_API void pgt_module_free(pgt_module* module);

// Binds a method to the host's memory. On a CPU nothing is copied before a run; `inference_mode` 0 records gradients,
// for scripts that compute some as they run.
PGT_API int32_t pgt_inference_create(
    pgt_module* module, const char* method, const pgt_tensor* inputs, int32_t input_count, const pgt_tensor* outputs,
    int32_t output_count, int32_t inference_mode, pgt_inference** inference, pgt_text text);

// Runs the method on the inputs as they stand and copies its answer: a tensor, or a tuple or list of which the first
// `output_count` are read.
PGT_API int32_t pgt_inference_run(pgt_inference* inference, pgt_text text);

PGT_API void pgt_inference_free(pgt_inference* inference);

#ifdef __cplusplus
}
#endif
#endif
