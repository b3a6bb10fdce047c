#ifndef PGT_MODULE_H
#define PGT_MODULE_H

#include <c10/core/Device.h>
#include <torch/csrc/jit/api/module.h>

struct pgt_module {
  torch::jit::Module module;
  c10::Device device;
};

#endif
