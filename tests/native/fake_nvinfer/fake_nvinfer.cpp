// A stand-in for TensorRT (libnvinfer.so.10, libnvinfer.so.11), for tests without a GPU: the objects and calls that the
// plugin uses, with engines that are texts (engine_text.h) and runs that go to the streams of the CUDA double, with
// which it is linked into one library. What an application may not do (a thread without a context, an engine that
// outlives its runtime, a call of something deleted) is a complaint, which the tests read with fake_cuda_complaints.
//
// Faults that an engine can have:
//   enqueue-refuses          each enqueueV3 answers false and logs why
//   enqueue-refuses-later    the same from the 20th on
//   capture-refuses          the same while a stream is captured
//   capture-empty            answers true while a stream is captured, and does nothing
//   capture-stale-input      while a stream is captured, it notes the input's value instead of its address
//   capture-syncs            synchronises the stream, also while it is captured
//   capture-breaks           the same, and answers true all the same
//   device-lost              the 20th run touches an illegal address
//   engine-pimpl, context-pimpl, context-engine    an object that does not know its own interface
//   many-tensors, no-tensors, no-name, bad-mode    nonsense instead of tensors
//   no-context               createExecutionContext answers null
//   format NAME, host NAME, shape NAME, data-dependent NAME    a tensor of that kind
//   log-from-thread          deserialisation logs from a thread of its own
//   refuses-shape, refuses-profile                 setInputShape, setOptimizationProfileAsync answer false
// and, for objects without an engine, fake_nvinfer_fault: no-runtime, runtime-pimpl, runtime-logger.
#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine_text.h"
#include "interfaces.h"

using namespace nvinfer1;

// Of the CUDA double.
extern "C" {
int cuStreamSynchronize(void* stream);
int cuMemAlloc_v2(uint64_t* address, size_t bytes);
int cuMemFree_v2(uint64_t address);
int cuStreamIsCapturing(void* stream, int* status);
}

namespace {

enum Severity : int32_t { InternalError, Error, Warning, Info, Verbose };
constexpr int LateRun = 20;

std::atomic<long> live{0};
std::string library_fault;

void complain(std::string const& text) { fake_cuda_complain(text.c_str()); }

// Takes the place of a deleted object's table: a late call is a complaint and not a crash.
void dead() noexcept { complain("a call of something deleted"); }

struct DeadTable {
    void* slots[80];
    DeadTable() { std::fill(std::begin(slots), std::end(slots), reinterpret_cast<void*>(&dead)); }
} const dead_table;

// Counts what lives; the memory of a deleted object stays, for the dead table.
template <typename Base> struct Mortal : Base {
    Mortal() { live++; }
    ~Mortal() noexcept override { live--; }
    Mortal(Mortal const&) = delete;
    Mortal& operator=(Mortal const&) = delete;
    static void operator delete(void* object) { *static_cast<void const**>(object) = &dead_table; }
};

bool on_device(char const* call) {
    if (fake_cuda_has_context())
        return true;
    complain(std::string(call) + " on a thread without a current context");
    return false;
}

Dims dims_of(Shape const& shape) {
    Dims dims{static_cast<int32_t>(shape.d.size()), {}};
    std::copy(shape.d.begin(), shape.d.end(), dims.d);
    return dims;
}

size_t elements(Shape const& shape) {
    size_t count = 1;
    for (int64_t size : shape.d)
        count *= static_cast<size_t>(size);
    return count;
}

bool fits(Shape const& shape, Shape const& minimum, Shape const& maximum) {
    if (shape.d.size() != minimum.d.size())
        return false;
    for (size_t i = 0; i < shape.d.size(); i++) {
        if (shape.d[i] < minimum.d[i] || shape.d[i] > maximum.d[i])
            return false;
    }
    return true;
}

// What one run needs, as it was when it was enqueued.
struct Kernel {
    std::shared_ptr<EngineText const> engine;
    void const* from;
    Shape from_shape;
    std::vector<char> noted; // capture-stale-input
    struct Output {
        void* to;
        Shape shape;
        int bytes;
    };
    std::vector<Output> outputs;
    bool lost;
};

void compute(Kernel const& kernel, Kernel::Output const& output) {
    EngineText const& engine = *kernel.engine;
    auto const* x = static_cast<float const*>(kernel.noted.empty() ? kernel.from : kernel.noted.data());
    auto* y = static_cast<float*>(output.to);
    // A damaged text may declare an output that is larger than what it is computed from.
    size_t const given = elements(kernel.from_shape), count = std::min(given, elements(output.shape));
    if (engine.op == "copy") {
        std::memcpy(output.to, x, count * static_cast<size_t>(output.bytes));
    } else if (engine.op == "linear") {
        for (size_t i = 0; i < count; i++)
            y[i] = engine.a * x[i] + engine.b;
    } else if (engine.op == "ramp") {
        // [batch, rows, joints] from [batch, joints]: row after row further from the state by one step.
        std::vector<int64_t> const& d = output.shape.d;
        if (d.size() != 3 || d[1] < 1 || d[2] < 1 || elements(output.shape) / static_cast<size_t>(d[1]) > given)
            return complain("a ramp whose output does not follow from its input");
        auto const rows = static_cast<size_t>(d[1]), joints = static_cast<size_t>(d[2]);
        for (size_t i = 0; i < elements(output.shape); i++) {
            size_t const batch = i / (rows * joints), row = i / joints % rows, joint = i % joints;
            y[i] = x[batch * joints + joint] + engine.a * static_cast<float>(row + 1);
        }
    } else {
        complain("an op that does not exist: " + engine.op);
    }
}

int run(void* argument) {
    auto const& kernel = *static_cast<Kernel const*>(argument);
    if (kernel.lost)
        return 700; // CUDA_ERROR_ILLEGAL_ADDRESS
    for (Kernel::Output const& output : kernel.outputs)
        compute(kernel, output);
    return 0;
}

class Context final : public Mortal<VExecutionContext> {
public:
    Context(ICudaEngine const& engine, std::shared_ptr<EngineText const> text, ILogger& logger,
            std::atomic<int>& siblings)
        : engine_(engine), text_(std::move(text)), logger_(logger), siblings_(siblings) {
        siblings_++;
        cuMemAlloc_v2(&scratch_, 64);
    }

    ~Context() noexcept override {
        on_device("~IExecutionContext");
        cuMemFree_v2(scratch_);
        siblings_--;
    }

    IExecutionContext* self = nullptr;

    IExecutionContext* getPImpl() noexcept override { return text_->has("context-pimpl") ? nullptr : self; }

    ICudaEngine const& getEngine() const noexcept override {
        return text_->has("context-engine") ? *reinterpret_cast<ICudaEngine const*>(self) : engine_;
    }

    bool setOptimizationProfileAsync(int32_t profile, cudaStream_t) noexcept override {
        if (!on_device("setOptimizationProfileAsync") || text_->has("refuses-profile"))
            return refuse("setOptimizationProfileAsync: cannot switch");
        if (profile < 0 || profile >= std::max(1, static_cast<int>(text_->profiles.size())))
            return refuse("setOptimizationProfileAsync: no such profile");
        profile_ = static_cast<size_t>(profile);
        shapes_.clear();
        warm_ = false;
        return true;
    }

    bool setInputShape(char const* name, Dims const& dims) noexcept override {
        Tensor const* tensor = text_->find(name);
        if (!on_device("setInputShape") || tensor == nullptr || !tensor->input || text_->has("refuses-shape"))
            return refuse("setInputShape: cannot set");
        Shape shape;
        shape.d.assign(dims.d, dims.d + dims.nbDims);
        if (profile_ < text_->profiles.size()) {
            for (Range const& range : text_->profiles[profile_]) {
                if (range.input == name && !fits(shape, range.select[0], range.select[2]))
                    return refuse("setInputShape: not in the profile's range");
            }
        }
        shapes_[name] = shape;
        warm_ = false;
        return true;
    }

    Dims getTensorShape(char const* name) const noexcept override {
        Tensor const* tensor = text_->find(name);
        if (tensor == nullptr)
            return {-1, {}};
        Shape shape = shape_now(*tensor);
        if (text_->has(std::string("data-dependent ") + name))
            shape.d[0] = -1;
        return dims_of(shape);
    }

    bool setTensorAddress(char const* name, void* data) noexcept override {
        if (text_->find(name) == nullptr)
            return refuse("setTensorAddress: no such tensor");
        addresses_[name] = data;
        return true;
    }

    int32_t inferShapes(int32_t, char const**) noexcept override {
        int32_t missing = 0;
        for (Tensor const& tensor : text_->tensors)
            missing += tensor.input && is_free(tensor.shape) && shapes_.count(tensor.name) == 0;
        return missing;
    }

    bool enqueueV3(cudaStream_t stream) noexcept override {
        if (!on_device("enqueueV3"))
            return false;
        int capturing = 0;
        cuStreamIsCapturing(stream, &capturing);
        runs_++;
        if (text_->has("enqueue-refuses") || (text_->has("enqueue-refuses-later") && runs_ >= LateRun)
            || (capturing && text_->has("capture-refuses")))
            return refuse("enqueueV3: Error Code 1: Cuda Runtime (as the engine asks for)");
        if (capturing && text_->has("capture-empty"))
            return true;
        // The first run, and the first of each shape, initialises.
        if (!warm_ || text_->has("capture-syncs") || text_->has("capture-breaks")) {
            if (cuStreamSynchronize(stream) != 0 && !text_->has("capture-breaks"))
                return refuse("enqueueV3: Error Code 1: Cuda Runtime (synchronisation failed)");
            warm_ = true;
        }
        auto* kernel = new Kernel{text_, nullptr, {}, {}, {}, text_->has("device-lost") && runs_ >= LateRun};
        if (!bind(*kernel, capturing && text_->has("capture-stale-input"))) {
            delete kernel;
            return false;
        }
        int const error = fake_cuda_launch(
            stream, run, kernel, [](void* done) { delete static_cast<Kernel*>(done); });
        return error == 0 || text_->has("capture-breaks");
    }

private:
    bool refuse(char const* why) const {
        logger_.log(Error, why);
        return false;
    }

    static bool is_free(Shape const& shape) { return std::count(shape.d.begin(), shape.d.end(), -1) > 0; }

    // Free dimensions of an output are those of the first input, place by place.
    Shape shape_now(Tensor const& tensor) const {
        auto const set = shapes_.find(tensor.name);
        if (set != shapes_.end())
            return set->second;
        Shape shape = tensor.shape;
        if (!tensor.input) {
            Shape const first = shape_now(text_->tensors.front());
            for (size_t i = 0; i < shape.d.size() && i < first.d.size(); i++)
                shape.d[i] = shape.d[i] == -1 ? first.d[i] : shape.d[i];
        }
        return shape;
    }

    bool bind(Kernel& kernel, bool note) const {
        bool first = true;
        for (Tensor const& tensor : text_->tensors) {
            Shape const shape = shape_now(tensor);
            size_t const bytes = is_free(shape) ? 0 : elements(shape) * static_cast<size_t>(tensor.bytes);
            auto const address = addresses_.find(tensor.name);
            if (bytes == 0 || address == addresses_.end() || !fake_cuda_is_device_memory(address->second, bytes))
                return refuse(("enqueueV3: no shape or no memory for " + tensor.name).c_str());
            if (!tensor.input) {
                kernel.outputs.push_back({address->second, shape, tensor.bytes});
            } else if (first) {
                kernel.from = address->second;
                kernel.from_shape = shape;
                auto const* noted = static_cast<char const*>(address->second);
                if (note)
                    kernel.noted.assign(noted, noted + bytes);
                first = false;
            }
        }
        return true;
    }

    ICudaEngine const& engine_;
    std::shared_ptr<EngineText const> text_;
    ILogger& logger_;
    std::atomic<int>& siblings_;
    uint64_t scratch_ = 0;
    size_t profile_ = 0;
    bool warm_ = false;
    int runs_ = 0;
    std::map<std::string, Shape> shapes_;
    std::map<std::string, void*> addresses_;
};

class Engine final : public Mortal<VCudaEngine> {
public:
    Engine(std::shared_ptr<EngineText const> text, ILogger& logger, std::atomic<int>& siblings)
        : text_(std::move(text)), logger_(logger), siblings_(siblings) {
        siblings_++;
    }

    ~Engine() noexcept override {
        on_device("~ICudaEngine");
        siblings_--;
        if (contexts_ > 0)
            complain("an engine was deleted before its contexts");
    }

    ICudaEngine* self = nullptr;

    ICudaEngine* getPImpl() noexcept override { return text_->has("engine-pimpl") ? nullptr : self; }

    IExecutionContext* createExecutionContext(int32_t strategy) noexcept override {
        if (strategy != 0)
            complain("createExecutionContext with a strategy that needs memory of the caller's");
        if (!on_device("createExecutionContext") || text_->has("no-context")) {
            logger_.log(Error, "createExecutionContext: Error Code 2: OutOfMemory (no further information)");
            return nullptr;
        }
        auto* context = new Context(*self, text_, logger_, contexts_);
        return context->self = new IExecutionContext(context);
    }

    char const* getName() const noexcept override { return text_->name.c_str(); }

    int32_t getNbOptimizationProfiles() const noexcept override {
        return std::max(1, static_cast<int32_t>(text_->profiles.size()));
    }

    Dims getTensorShape(char const* name) const noexcept override { return dims_of(find(name).shape); }

    int32_t getTensorDataType(char const* name) const noexcept override { return find(name).type; }

    int32_t getTensorLocation(char const* name) const noexcept override { return is("host", name); }

    bool isShapeInferenceIO(char const* name) const noexcept override { return is("shape", name); }

    int32_t getTensorIOMode(char const* name) const noexcept override {
        return text_->has("bad-mode") ? 7 : find(name).input ? 1 : 2;
    }

    int32_t getTensorFormat(char const* name) const noexcept override { return is("format", name) ? 3 : 0; }

    int32_t getTensorFormatV2(char const* name, int32_t) const noexcept override { return getTensorFormat(name); }

    Dims getProfileShape(char const* name, int32_t profile, int32_t select) const noexcept override {
        if (profile >= 0 && static_cast<size_t>(profile) < text_->profiles.size() && select >= 0 && select < 3) {
            for (Range const& range : text_->profiles[static_cast<size_t>(profile)]) {
                if (range.input == name)
                    return dims_of(range.select[select]);
            }
        }
        return dims_of(find(name).shape);
    }

    int32_t getNbIOTensors() const noexcept override {
        return text_->has("many-tensors") ? 1 << 20
            : text_->has("no-tensors")    ? 0
                                          : static_cast<int32_t>(text_->tensors.size());
    }

    char const* getIOTensorName(int32_t index) const noexcept override {
        if (text_->has("no-name") || index < 0 || static_cast<size_t>(index) >= text_->tensors.size())
            return nullptr;
        return text_->tensors[static_cast<size_t>(index)].name.c_str();
    }

private:
    bool is(char const* fault, char const* name) const { return text_->has(std::string(fault) + " " + name); }

    Tensor const& find(char const* name) const {
        static Tensor const none{};
        Tensor const* tensor = name == nullptr ? nullptr : text_->find(name);
        if (tensor == nullptr)
            complain("a question about a tensor that does not exist");
        return tensor == nullptr ? none : *tensor;
    }

    std::shared_ptr<EngineText const> text_;
    ILogger& logger_;
    std::atomic<int>& siblings_;
    std::atomic<int> contexts_{0};
};

class Runtime final : public Mortal<VRuntime> {
public:
    explicit Runtime(ILogger* logger) : logger_(*logger) {}

    ~Runtime() noexcept override {
        if (engines_ > 0)
            complain("a runtime was deleted before its engines");
    }

    IRuntime* self = nullptr;

    IRuntime* getPImpl() noexcept override { return library_fault == "runtime-pimpl" ? nullptr : self; }

    ILogger* getLogger() const noexcept override { return library_fault == "runtime-logger" ? nullptr : &logger_; }

    ICudaEngine* deserializeCudaEngine(void const* blob, std::size_t size) noexcept override {
        auto text = std::make_shared<EngineText>();
        std::string const fault = EngineText::read(std::string(static_cast<char const*>(blob), size), *text);
        if (!on_device("deserializeCudaEngine") || !fault.empty())
            return refuse("IRuntime::deserializeCudaEngine: Error Code 1: Serialization (" + fault + ")");
        if (text->built_with != 0 && text->built_with != MAJOR) {
            return refuse("IRuntime::deserializeCudaEngine: Error Code 6: API Usage Error (The engine plan file is not"
                " compatible with this version of TensorRT, expecting library version " + std::to_string(MAJOR)
                + ".0.0.0 got " + std::to_string(text->built_with) + ".0.0.0, please rebuild.)");
        }
        if (text->has("log-from-thread"))
            std::thread([this] { logger_.log(Warning, "from a thread of TensorRT's own\n"); }).join();
        logger_.log(Info, "Loaded engine size: 0 MiB");
        auto* engine = new Engine(text, logger_, engines_);
        return engine->self = new ICudaEngine(engine);
    }

private:
    ICudaEngine* refuse(std::string const& why) const {
        logger_.log(Error, why.c_str());
        return nullptr;
    }

    ILogger& logger_;
    std::atomic<int> engines_{0};
};

bool takes_logger(ILogger* logger) {
#if MAJOR == 11
    InterfaceInfo const info = logger->getInterfaceInfo();
    if (logger->getAPILanguage() != 0 || std::strcmp(info.kind, "ILogger") != 0 || info.major != 1 || info.minor != 0) {
        complain("a logger that is none");
        return false;
    }
#endif
    return logger != nullptr;
}

int32_t version[] = {MAJOR, MAJOR == 10 ? 16 : 1, 1, 11};

} // namespace

extern "C" {

int32_t getInferLibMajorVersion() { return version[0]; }
int32_t getInferLibMinorVersion() { return version[1]; }
int32_t getInferLibPatchVersion() { return version[2]; }
int32_t getInferLibBuildVersion() { return version[3]; }
int32_t getInferLibVersion() { return version[0] * 10000 + version[1] * 100 + version[2]; }

void* createInferRuntime_INTERNAL(void* logger, int32_t asked) {
    auto* given = static_cast<ILogger*>(logger);
    if (asked != getInferLibVersion())
        complain("createInferRuntime_INTERNAL with a version of something else");
    if (!takes_logger(given) || library_fault == "no-runtime")
        return nullptr;
    auto* runtime = new Runtime(given);
    return runtime->self = new IRuntime(runtime);
}

long fake_nvinfer_live() { return live; }

void fake_nvinfer_fault(char const* name) { library_fault = name; }

void fake_nvinfer_set_version(int32_t major, int32_t minor) {
    version[0] = major;
    version[1] = minor;
}

} // extern "C"
