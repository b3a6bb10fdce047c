// The bare loop that the plugin is measured against: what a C++ program on libtorch would do, and nothing of PolicyGate.
//
//   torch_loop MODEL.pt [--method forward] [--threads 1] [--runs 1000] [--warm-up 50] [--pause MICROSECONDS]
//              [--optimize none|freeze|inference] TYPE:SIZE,SIZE... (each input, as float32:1,16)
//
// Prints one line of JSON; times are microseconds from the inputs in place to the answer copied out.
#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <ATen/Parallel.h>
#include <torch/script.h>

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::map<std::string, std::string> values{{"--method", "forward"}, {"--threads", "1"}, {"--runs", "1000"},
      {"--warm-up", "50"}, {"--pause", "0"}, {"--optimize", "freeze"}};
  std::vector<std::string> inputs;
  std::string model;

  int number(const std::string& name) const { return std::stoi(values.at(name)); }
};

Options read(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; i++) {
    const std::string word = arguments[i];
    if (options.values.count(word) > 0 && i + 1 < count) {
      options.values[word] = arguments[++i];
    } else if (options.model.empty()) {
      options.model = word;
    } else {
      options.inputs.push_back(word);
    }
  }
  return options;
}

at::ScalarType type_of(const std::string& name) {
  static const std::map<std::string, at::ScalarType> types{{"float32", at::kFloat}, {"float16", at::kHalf},
      {"bfloat16", at::kBFloat16}, {"float64", at::kDouble}, {"uint8", at::kByte}, {"int8", at::kChar},
      {"int16", at::kShort}, {"int32", at::kInt}, {"int64", at::kLong}, {"bool", at::kBool}};
  return types.at(name);
}

// Over memory of the loop's own, as a host's.
at::Tensor input_of(const std::string& text, std::vector<std::vector<char>>& memory) {
  const auto colon = text.find(':');
  const auto type = type_of(text.substr(0, colon));
  std::vector<int64_t> sizes;
  int64_t elements = 1;
  for (size_t at = colon + 1; at < text.size();) {
    size_t used = 0;
    sizes.push_back(std::stoll(text.substr(at), &used));
    elements *= sizes.back();
    at += used + 1;
  }
  memory.emplace_back(static_cast<size_t>(elements) * c10::elementSize(type) + 64);
  char* aligned = memory.back().data();
  aligned += (64 - reinterpret_cast<uintptr_t>(aligned) % 64) % 64;
  auto tensor = at::from_blob(aligned, sizes, at::TensorOptions(type));
  if (at::isFloatingType(type)) {
    tensor.uniform_(0, 1);
  }
  return tensor;
}

torch::jit::Module load(const Options& options) {
  auto module = torch::jit::load(options.model);
  module.eval();
  const auto method = options.values.at("--method");
  const std::vector<std::string> others = method == "forward" ? std::vector<std::string>{} : std::vector{method};
  if (options.values.at("--optimize") != "none") {
    module = torch::jit::freeze(module, others);
  }
  if (options.values.at("--optimize") == "inference") {
    module = torch::jit::optimize_for_inference(module, others);
  }
  return module;
}

void set_threads(int threads) {
  at::set_num_threads(threads);
  if (auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
    set(threads);
  }
}

}  // namespace

int main(int count, char** arguments) {
  const auto options = read(count, arguments);
  set_threads(options.number("--threads"));
  const auto began = Clock::now();
  auto module = load(options);
  const std::chrono::duration<double, std::milli> loading = Clock::now() - began;
  std::vector<std::vector<char>> memory;
  std::vector<at::Tensor> inputs;
  for (const auto& text : options.inputs) {
    inputs.push_back(input_of(text, memory));
  }
  auto method = module.get_method(options.values.at("--method"));
  std::vector<char> answer;
  std::vector<double> times;
  std::vector<double> first;
  const c10::InferenceMode without_autograd;
  const int warm_up = options.number("--warm-up");
  for (int i = 0; i < warm_up + options.number("--runs"); i++) {
    const auto start = Clock::now();
    const auto result = method(std::vector<c10::IValue>(inputs.begin(), inputs.end()));
    const auto tensor = (result.isTensor() ? result : result.toTupleRef().elements()[0]).toTensor().contiguous();
    answer.resize(tensor.nbytes());
    std::memcpy(answer.data(), tensor.data_ptr(), tensor.nbytes());
    const std::chrono::duration<double, std::micro> took = Clock::now() - start;
    (i < warm_up ? first : times).push_back(took.count());
    if (options.number("--pause") > 0) {
      std::this_thread::sleep_for(std::chrono::microseconds(options.number("--pause")));
    }
  }
  std::sort(times.begin(), times.end());
  first.resize(std::min<size_t>(first.size(), 5));
  std::printf("{\"load_ms\": %.0f, \"first_us\": [", loading.count());
  for (size_t i = 0; i < first.size(); i++) {
    std::printf("%s%.0f", i > 0 ? ", " : "", first[i]);
  }
  std::printf("], \"runs\": %zu, \"p50_us\": %.1f, \"p99_us\": %.1f}\n", times.size(), times[times.size() / 2],
      times[times.size() * 99 / 100]);
}
