// A loaded file: what methods it has, and how it is prepared to run.
#include "module.h"

#include <cstring>
#include <sstream>
#include <string>
#include <vector>

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include "guard.h"
#include "pgt.h"

namespace {

std::string arguments_of(const c10::FunctionSchema& schema) {
  std::ostringstream text;
  text << '(';
  for (size_t i = 1; i < schema.arguments().size(); i++) {
    const auto& argument = schema.arguments()[i];
    text << (i > 1 ? ", " : "") << argument.name() << ": " << argument.type()->repr_str();
    if (argument.default_value()) {
      text << " = ...";
    }
  }
  text << ") -> ";
  const auto& returns = schema.returns();
  text << (returns.size() == 1 ? returns[0].type()->repr_str() : "...");
  return text.str();
}

std::string methods_of(const torch::jit::Module& module) {
  std::string text;
  for (const auto& method : module.get_methods()) {
    text += (text.empty() ? "" : ", ") + method.name();
  }
  return text.empty() ? "none" : text;
}

// Null when `given` tensors can be its arguments.
std::string objection_to(const torch::jit::Method& method, size_t given) {
  const auto& schema = method.function().getSchema();
  const auto& arguments = schema.arguments();
  const size_t most = arguments.size() - 1;  // the first is the module itself
  size_t least = 0;
  while (least < most && !arguments[least + 1].default_value()) {
    least++;
  }
  std::ostringstream text;
  if (given < least || given > most) {
    text << "its method " << method.name() << arguments_of(schema) << " takes " << least;
    if (most != least) {
      text << " to " << most;
    }
    text << " arguments, but policy.json gives it " << given;
    return text.str();
  }
  for (size_t i = 1; i <= given; i++) {
    if (!c10::TensorType::get()->isSubtypeOf(*arguments[i].type())) {
      text << "argument " << i << " of its method " << method.name() << arguments_of(schema)
           << " is no tensor, and nothing else can be given";
      return text.str();
    }
  }
  return {};
}

}  // namespace

int32_t pgt_module_load(const char* path, const char* device, pgt_module** module, pgt_text text) {
  return pgt::guarded(text, [&] {
    const c10::Device where(device);
    auto loaded = torch::jit::load(path, where);
    loaded.eval();
    *module = new pgt_module{std::move(loaded), where};
    return PGT_OK;
  });
}

int32_t pgt_module_check(pgt_module* module, const char* method, int32_t arguments, pgt_text text) {
  return pgt::guarded(text, [&] {
    const auto found = module->module.find_method(method);
    const auto objection = found
        ? objection_to(*found, static_cast<size_t>(arguments))
        : "it has no method " + std::string(method) + "; there are: " + methods_of(module->module);
    pgt::write(text, objection);
    return objection.empty() ? PGT_OK : PGT_FAILED;
  });
}

int32_t pgt_module_optimize(pgt_module* module, const char* method, int32_t optimization, pgt_text text) {
  return pgt::guarded(text, [&] {
    if (optimization == PGT_AS_SAVED) {
      return PGT_OK;
    }
    // Freezing keeps forward, and whatever it is told by name; a module may do without forward.
    const bool forward = std::strcmp(method, "forward") == 0;
    const std::vector<std::string> others = forward ? std::vector<std::string>{} : std::vector<std::string>{method};
    auto frozen = torch::jit::freeze(module->module, others);
    if (optimization == PGT_INFERENCE) {
      frozen = torch::jit::optimize_for_inference(frozen, others);
    }
    module->module = std::move(frozen);
    return PGT_OK;
  });
}

int32_t pgt_module_describe(pgt_module* module, pgt_text text) {
  return pgt::guarded(text, [&] {
    std::ostringstream lines;
    for (const auto& method : module->module.get_methods()) {
      lines << "method\t" << method.name() << arguments_of(method.function().getSchema()) << '\n';
    }
    int64_t count = 0;
    int64_t bytes = 0;
    for (const auto& parameter : module->module.parameters()) {
      count += parameter.numel();
      bytes += static_cast<int64_t>(parameter.nbytes());
    }
    lines << "parameters\t" << count << " in " << bytes << " bytes\n";
    pgt::write(text, lines.str());
    return PGT_OK;
  });
}

void pgt_module_free(pgt_module* module) { delete module; }
