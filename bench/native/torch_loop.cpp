// The bare loop that the TorchSharp plugin is measured against: what a C++ program on libtorch would do, and nothing of
// PolicyGate. `bench engines` starts it, and says what it writes (bench/Engines/EngineProcess.cs).
//
//   torch_loop MODEL.pt METHOD THREADS SIZE,SIZE...      each input's sizes; all are float32
#include <dlfcn.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <ATen/Parallel.h>
#include <torch/script.h>

namespace {

using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point began) {
  return std::chrono::duration<double, std::micro>(Clock::now() - began).count();
}

double resident_megabytes() {
  long pages = 0;
  long resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return static_cast<double>(resident) * 4096 / 1e6;
}

at::Tensor input_of(const std::string& text) {
  std::vector<int64_t> sizes;
  for (size_t at = 0; at < text.size();) {
    size_t used = 0;
    sizes.push_back(std::stoll(text.substr(at), &used));
    at += used + 1;
  }
  return at::rand(sizes);
}

torch::jit::Module load(const std::string& path, const std::string& method) {
  auto module = torch::jit::load(path);
  module.eval();
  return torch::jit::freeze(module, method == "forward" ? std::vector<std::string>{} : std::vector{method});
}

void set_threads(int threads) {
  at::set_num_threads(threads);
  // Debian's libtorch multiplies with OpenBLAS, which counts its threads by itself.
  if (auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
    set(threads);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: torch_loop MODEL.pt METHOD THREADS SIZE,SIZE...\n");
    return 2;
  }
  const double before = resident_megabytes();
  auto began = Clock::now();
  set_threads(std::stoi(arguments[3]));
  auto module = load(arguments[1], arguments[2]);
  auto method = module.get_method(arguments[2]);
  const c10::InferenceMode without_autograd;
  const std::vector<std::string> shapes(arguments + 4, arguments + count);
  std::vector<at::Tensor> inputs;
  for (const auto& shape : shapes) {
    inputs.push_back(input_of(shape));
  }
  std::vector<char> answer;
  const auto run = [&] {
    const auto result = method(std::vector<c10::IValue>(inputs.begin(), inputs.end()));
    const auto tensor = (result.isTensor() ? result : result.toTupleRef().elements()[0]).toTensor().contiguous();
    answer.resize(tensor.nbytes());
    std::memcpy(answer.data(), tensor.data_ptr(), tensor.nbytes());
  };
  // TorchScript looks at the types in its first run and compiles in the second.
  for (int i = 0; i < 3; i++) {
    run();
  }
  std::printf("%.0f %.1f\n", microseconds_since(began) / 1e3, resident_megabytes() - before);
  std::fflush(stdout);
  for (int runs = 0; std::cin >> runs;) {
    for (int i = 0; i < runs; i++) {
      began = Clock::now();
      run();
      std::printf("%s%.1f", i > 0 ? " " : "", microseconds_since(began));
    }
    std::printf("\n");
    std::fflush(stdout);
  }
}
