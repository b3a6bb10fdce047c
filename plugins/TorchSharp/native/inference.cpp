// One method bound to the host's memory.
#include <algorithm>
#include <cstring>
#include <iterator>
#include <memory>
#include <sstream>
#include <vector>

#include <ATen/ATen.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/module.h>

#include "guard.h"
#include "module.h"
#include "pgt.h"

namespace {

struct Type {
  at::ScalarType scalar;
  const char* name;  // as policy.json writes it
};

// In the order of pgt_type.
constexpr Type types[] = {
    {at::kFloat, "float32"}, {at::kHalf, "float16"}, {at::kBFloat16, "bfloat16"}, {at::kDouble, "float64"},
    {at::kByte, "uint8"},    {at::kChar, "int8"},    {at::kShort, "int16"},       {at::kInt, "int32"},
    {at::kLong, "int64"},    {at::kBool, "bool"},
};

at::ScalarType scalar_type(int32_t type) {
  TORCH_CHECK(type >= 0 && type < static_cast<int32_t>(std::size(types)), "no element type has the number ", type);
  return types[type].scalar;
}

const char* name_of(at::ScalarType scalar) {
  for (const auto& type : types) {
    if (type.scalar == scalar) {
      return type.name;
    }
  }
  return at::toString(scalar);
}

at::Tensor over(const pgt_tensor& tensor) {
  const at::IntArrayRef sizes(tensor.sizes, static_cast<size_t>(tensor.rank));
  return at::from_blob(tensor.data, sizes, at::TensorOptions(scalar_type(tensor.type)));
}

c10::ArrayRef<c10::IValue> elements_of(const c10::IValue& value) {
  if (value.isTuple()) {
    return value.toTupleRef().elements();
  }
  return value.isList() ? value.toListRef() : c10::ArrayRef<c10::IValue>(value);
}

// As float32 [1, 20, 16].
std::string told(const c10::IValue& value) {
  std::ostringstream text;
  if (value.isTensor()) {
    const auto& tensor = value.toTensor();
    if (!tensor.defined()) {
      return "a tensor of nothing";
    }
    text << name_of(tensor.scalar_type()) << " [";
    for (int64_t i = 0; i < tensor.dim(); i++) {
      text << (i > 0 ? ", " : "") << tensor.size(i);
    }
    text << ']';
  } else if (value.isTuple() || value.isList()) {
    text << (value.isTuple() ? "a tuple (" : "a list (");
    const char* separator = "";
    for (const auto& element : elements_of(value)) {
      text << separator << told(element);
      separator = "; ";
    }
    text << ')';
  } else {
    text << (value.isGenericDict() ? "a dictionary" : value.tagKind());
  }
  return text.str();
}

}  // namespace

struct pgt_inference {
  torch::jit::Method method;  // keeps the module
  c10::Device device;
  bool inference_mode;
  std::vector<at::Tensor> inputs;     // over the host's memory on a CPU, else their places on the device
  std::vector<at::Tensor> staged;     // over the host's memory where that is not the inputs'
  std::vector<c10::IValue> defaults;  // of the arguments that come after them
  std::vector<at::Tensor> outputs;    // over the host's memory; undefined where nobody reads
  torch::jit::Stack stack;

  c10::optional<c10::Device> guarded_device() const {
    return device.is_cpu() ? c10::nullopt : c10::make_optional(device);
  }

  void run() {
    stack.clear();
    for (size_t i = 0; i < staged.size(); i++) {
      inputs[i].copy_(staged[i], /*non_blocking=*/true);
    }
    stack.insert(stack.end(), inputs.begin(), inputs.end());
    stack.insert(stack.end(), defaults.begin(), defaults.end());
    method.run(stack);
  }

  bool is_answer(c10::ArrayRef<c10::IValue> values) const {
    if (values.size() < outputs.size()) {
      return false;
    }
    for (size_t i = 0; i < outputs.size(); i++) {
      const auto& expected = outputs[i];
      if (expected.defined()
          && !(values[i].isTensor() && values[i].toTensor().defined()
               && values[i].toTensor().scalar_type() == expected.scalar_type()
               && values[i].toTensor().sizes() == expected.sizes())) {
        return false;
      }
    }
    return true;
  }

  void copy(c10::ArrayRef<c10::IValue> values) {
    for (size_t i = 0; i < outputs.size(); i++) {
      if (!outputs[i].defined()) {
        continue;
      }
      const auto& value = values[i].toTensor();
      if (value.device().is_cpu() && value.is_contiguous() && !value.is_neg() && !value.is_conj()) {
        std::memcpy(outputs[i].data_ptr(), value.data_ptr(), value.nbytes());
      } else {
        outputs[i].copy_(value.detach());
      }
    }
  }

  // A script that keeps an input would read the host's memory in a later run, or when it is gone; one that writes into
  // its input changes what the host is going to send. Either is told by the argument's place, from 1; 0 is none.
  size_t kept() const {
    // As it is, or a view of it.
    return first([](const at::Tensor& input) { return input.use_count() > 1 || input.storage().use_count() > 1; });
  }

  size_t written() const {
    return first([&](const at::Tensor& input) { return device.is_cpu() && input._version() > 0; });
  }

  template <typename Predicate>
  size_t first(Predicate holds) const {
    const auto found = std::find_if(inputs.begin(), inputs.end(), holds);
    return found == inputs.end() ? 0 : static_cast<size_t>(found - inputs.begin()) + 1;
  }
};

int32_t pgt_inference_create(
    pgt_module* module, const char* method, const pgt_tensor* inputs, int32_t input_count, const pgt_tensor* outputs,
    int32_t output_count, int32_t inference_mode, pgt_inference** inference, pgt_text text) {
  return pgt::guarded(text, [&] {
    auto made = std::make_unique<pgt_inference>(pgt_inference{
        module->module.get_method(method), module->device, inference_mode != 0, {}, {}, {}, {}, {}});
    for (int32_t i = 0; i < input_count; i++) {
      auto input = over(inputs[i]);
      if (!made->device.is_cpu()) {
        made->staged.push_back(input);
        input = input.to(made->device);
      }
      made->inputs.push_back(std::move(input));
    }
    for (int32_t i = 0; i < output_count; i++) {
      made->outputs.push_back(outputs[i].data == nullptr ? at::Tensor() : over(outputs[i]));
    }
    // The module itself is the first argument.
    const auto& arguments = made->method.function().getSchema().arguments();
    for (size_t i = static_cast<size_t>(input_count) + 1; i < arguments.size(); i++) {
      made->defaults.push_back(arguments[i].default_value().value());
    }
    made->stack.reserve(arguments.size());
    *inference = made.release();
    return PGT_OK;
  });
}

int32_t pgt_inference_run(pgt_inference* inference, pgt_text text) {
  const auto code = pgt::guarded(text, [&]() -> int32_t {
    const c10::InferenceMode mode(inference->inference_mode);
    const c10::AutoGradMode gradients(!inference->inference_mode);
    const c10::OptionalDeviceGuard on(inference->guarded_device());
    inference->run();
    const auto& answer = inference->stack.back();
    const auto values = elements_of(answer);
    if (!inference->is_answer(values)) {
      pgt::write(text, told(answer));
      return PGT_MISMATCH;
    }
    inference->copy(values);
    return PGT_OK;
  });
  return code != PGT_OK ? code : pgt::guarded(text, [&]() -> int32_t {
    inference->stack.clear();
    if (const auto argument = inference->kept()) {
      const auto place = std::to_string(argument);
      pgt::write(text, "the script keeps its argument " + place + " after the run; let it keep a clone()");
      return PGT_FAILED;
    }
    if (const auto argument = inference->written()) {
      const auto place = std::to_string(argument);
      pgt::write(text, "the script writes into its argument " + place + "; let it write into a clone()");
      return PGT_FAILED;
    }
    return PGT_OK;
  });
}

void pgt_inference_free(pgt_inference* inference) { delete inference; }
