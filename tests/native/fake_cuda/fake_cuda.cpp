// A stand-in for the CUDA driver (libcuda.so.1), for tests without a GPU: device memory is the heap, a stream is a list
// of work that runs when somebody synchronises, so that a missing synchronisation shows as a stale answer. It is
// stricter than a driver: whatever a driver would let pass or answer vaguely is a complaint, which the tests read with
// fake_cuda_complaints.
#include "fake_cuda.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace {

enum : int {
    Success = 0,
    InvalidValue = 1,
    NotInitialized = 3,
    NoDevice = 100,
    InvalidDevice = 101,
    InvalidContext = 201,
    InvalidHandle = 400,
    NotReady = 600,
    IllegalAddress = 700,
    AlreadyRegistered = 712,
    NotRegistered = 713,
    CaptureUnsupported = 900,
    CaptureInvalidated = 901,
};

using Work = std::function<int()>;

struct Context {
    int device;
    int references = 0;
    unsigned flags = 0;
};

struct Graph {
    std::vector<Work> work;
};

struct Exec {
    std::vector<Work> work;
    int in_flight = 0;
};

enum class Capture { None, Active, Invalidated };

struct Stream {
    std::deque<Work> work;
    Capture capture = Capture::None;
    std::unique_ptr<Graph> recorded;
};

struct Fault {
    std::string function;
    int skip;
    int result;
};

struct Driver {
    std::recursive_mutex gate;
    bool initialized = false;
    int devices = 1;
    int sticky = Success;
    std::map<int, Context> contexts;
    std::map<uint64_t, size_t> device_memory;
    std::map<uint64_t, size_t> pinned;     // by cuMemAllocHost
    std::map<uint64_t, size_t> registered; // by cuMemHostRegister
    std::set<Stream*> streams;
    std::set<Graph*> graphs;
    std::set<Exec*> execs;
    std::vector<Fault> faults;
    std::string complaints;
    std::map<std::string, long> counts;
};

Driver& driver() {
    static auto* const instance = new Driver; // Never destroyed: threads may outlive main.
    return *instance;
}

thread_local Context* current = nullptr;
thread_local Stream* capturing = nullptr;

void complain(std::string const& text) { driver().complaints += text + "\n"; }

int invalidate(char const* function) {
    complain(std::string(function) + " while this thread captures a stream");
    capturing->capture = Capture::Invalidated;
    return CaptureUnsupported;
}

// What nearly every function begins with. needs: whether a context must be current on the calling thread.
int enter(char const* function, bool needs_context, bool allowed_in_capture) {
    Driver& d = driver();
    d.counts[function]++;
    for (Fault& fault : d.faults) {
        if (fault.function == function && fault.skip-- == 0) {
            if (fault.result >= IllegalAddress && fault.result < 720 && fault.result != AlreadyRegistered)
                d.sticky = fault.result;
            return fault.result;
        }
    }
    if (!d.initialized) {
        complain(std::string(function) + " before cuInit");
        return NotInitialized;
    }
    if (d.sticky != Success)
        return d.sticky;
    if (needs_context && (current == nullptr || current->references == 0)) {
        complain(std::string(function) + " on a thread without a current context");
        return InvalidContext;
    }
    if (capturing != nullptr && !allowed_in_capture)
        return invalidate(function);
    return Success;
}

bool inside(std::map<uint64_t, size_t> const& ranges, uint64_t address, size_t bytes) {
    auto next = ranges.upper_bound(address);
    if (next == ranges.begin())
        return false;
    auto const& [first, length] = *std::prev(next);
    return address - first <= length && bytes <= length - (address - first);
}

bool is_pinned(void const* host, size_t bytes) {
    auto const address = reinterpret_cast<uint64_t>(host);
    return inside(driver().pinned, address, bytes) || inside(driver().registered, address, bytes);
}

int enqueue(Stream* stream, Work work) {
    if (driver().streams.count(stream) == 0) {
        complain("work for a stream that does not exist");
        return InvalidHandle;
    }
    switch (stream->capture) {
    case Capture::Active:
        stream->recorded->work.push_back(std::move(work));
        return Success;
    case Capture::Invalidated:
        return CaptureInvalidated;
    default:
        stream->work.push_back(std::move(work));
        return Success;
    }
}

int copy(char const* function, void* to, void const* from, void const* host, uint64_t device, size_t bytes,
         Stream* stream) {
    if (int error = enter(function, true, true))
        return error;
    if (!is_pinned(host, bytes)) {
        complain(std::string(function) + " with host memory that is not page-locked");
        return InvalidValue;
    }
    if (!inside(driver().device_memory, device, bytes)) {
        complain(std::string(function) + " beyond an allocation");
        return InvalidValue;
    }
    return enqueue(stream, [=] {
        // The memory as it is when the copy runs, not as it was when the copy was asked for.
        if (!inside(driver().device_memory, device, bytes) || !is_pinned(host, bytes)) {
            complain(std::string(function) + " ran after its memory was freed");
            return static_cast<int>(IllegalAddress);
        }
        std::memcpy(to, from, bytes);
        return static_cast<int>(Success);
    });
}

int drain(Stream* stream) {
    while (!stream->work.empty()) {
        Work const work = std::move(stream->work.front());
        stream->work.pop_front();
        int const error = driver().sticky != Success ? driver().sticky : work();
        if (error != Success)
            driver().sticky = error;
    }
    return driver().sticky;
}

struct ErrorText {
    int code;
    char const* name;
    char const* text;
};

constexpr ErrorText Errors[] = {
    {0, "CUDA_SUCCESS", "no error"},
    {1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {3, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {400, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {712, "CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED", "part or all of the memory is already registered"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {801, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing"},
    {901, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", "operation failed due to a previous error during capture"},
};

template <typename T> bool forget(std::set<T*>& live, T* object, char const* function) {
    if (live.erase(object) == 1)
        return true;
    complain(std::string(function) + " of something that does not exist");
    return false;
}

} // namespace

#define LOCK() std::lock_guard<std::recursive_mutex> const lock(driver().gate)
#define ENTER(needs_context, allowed_in_capture)                                                                       \
    LOCK();                                                                                                            \
    if (int entered = enter(__func__, needs_context, allowed_in_capture))                                              \
    return entered

extern "C" {

int cuInit(unsigned) {
    LOCK();
    driver().initialized = true;
    if (int error = enter(__func__, false, true))
        return error;
    return driver().devices > 0 ? Success : NoDevice;
}

int cuDriverGetVersion(int* version) {
    *version = 13000;
    return Success;
}

int cuDeviceGetCount(int* count) {
    ENTER(false, true);
    *count = driver().devices;
    return Success;
}

int cuDeviceGet(int* device, int ordinal) {
    ENTER(false, true);
    if (ordinal < 0 || ordinal >= driver().devices)
        return InvalidDevice;
    *device = 40 + ordinal; // A handle is not an ordinal.
    return Success;
}

int cuDeviceGetName(char* name, int length, int device) {
    ENTER(false, true);
    std::snprintf(name, static_cast<size_t>(length), "Fake GPU %d", device - 40);
    return Success;
}

int cuDeviceGetAttribute(int* value, int attribute, int) {
    ENTER(false, true);
    *value = attribute == 75 ? 8 : attribute == 76 ? 9 : 0;
    return Success;
}

int cuDeviceTotalMem_v2(size_t* bytes, int) {
    ENTER(false, true);
    *bytes = size_t{8} << 30;
    return Success;
}

int cuDevicePrimaryCtxSetFlags_v2(int device, unsigned flags) {
    ENTER(false, true);
    driver().contexts[device].flags = flags;
    return Success;
}

int cuDevicePrimaryCtxRetain(void** context, int device) {
    ENTER(false, true);
    Context& retained = driver().contexts[device];
    retained.device = device;
    retained.references++;
    *context = &retained;
    return Success;
}

int cuDevicePrimaryCtxRelease_v2(int device) {
    LOCK();
    Driver& d = driver();
    Context& released = d.contexts[device];
    if (released.references == 0) {
        complain("a primary context was released more often than retained");
        return InvalidContext;
    }
    if (--released.references == 0 && !(d.streams.empty() && d.device_memory.empty() && d.execs.empty()))
        complain("a primary context was released before what was made in it");
    return Success;
}

int cuCtxSetCurrent(void* context) {
    LOCK();
    current = static_cast<Context*>(context);
    return Success;
}

int cuCtxGetCurrent(void** context) {
    LOCK();
    *context = current;
    return Success;
}

int cuMemAlloc_v2(uint64_t* address, size_t bytes) {
    ENTER(true, false);
    if (bytes == 0)
        return InvalidValue;
    *address = reinterpret_cast<uint64_t>(std::calloc(1, bytes));
    driver().device_memory[*address] = bytes;
    return Success;
}

int cuMemFree_v2(uint64_t address) {
    ENTER(true, false);
    if (driver().device_memory.erase(address) == 0) {
        complain("cuMemFree_v2 of something that does not exist");
        return InvalidValue;
    }
    std::free(reinterpret_cast<void*>(address));
    return Success;
}

int cuMemAllocHost_v2(void** address, size_t bytes) {
    ENTER(true, false);
    *address = std::calloc(1, bytes);
    driver().pinned[reinterpret_cast<uint64_t>(*address)] = bytes;
    return Success;
}

int cuMemFreeHost(void* address) {
    ENTER(true, false);
    if (driver().pinned.erase(reinterpret_cast<uint64_t>(address)) == 0) {
        complain("cuMemFreeHost of something that does not exist");
        return InvalidValue;
    }
    std::free(address);
    return Success;
}

int cuMemHostRegister_v2(void* address, size_t bytes, unsigned) {
    ENTER(true, false);
    auto const first = reinterpret_cast<uint64_t>(address);
    if (first % 4096 != 0 || bytes % 4096 != 0) {
        complain("cuMemHostRegister_v2 of something other than whole pages");
        return InvalidValue;
    }
    for (auto const& [other, length] : driver().registered) {
        if (first < other + length && other < first + bytes)
            return AlreadyRegistered;
    }
    driver().registered[first] = bytes;
    return Success;
}

int cuMemHostUnregister(void* address) {
    ENTER(true, false);
    if (driver().registered.erase(reinterpret_cast<uint64_t>(address)) == 1)
        return Success;
    complain("cuMemHostUnregister of something that is not registered");
    return NotRegistered;
}

int cuMemcpyHtoDAsync_v2(uint64_t to, void const* from, size_t bytes, void* stream) {
    LOCK();
    return copy(__func__, reinterpret_cast<void*>(to), from, from, to, bytes, static_cast<Stream*>(stream));
}

int cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, void* stream) {
    LOCK();
    return copy(__func__, to, reinterpret_cast<void*>(from), to, from, bytes, static_cast<Stream*>(stream));
}

int cuMemsetD8Async(uint64_t address, unsigned char value, size_t bytes, void* stream) {
    ENTER(true, true);
    if (!inside(driver().device_memory, address, bytes)) {
        complain("cuMemsetD8Async beyond an allocation");
        return InvalidValue;
    }
    return enqueue(static_cast<Stream*>(stream), [=] {
        std::memset(reinterpret_cast<void*>(address), value, bytes);
        return static_cast<int>(Success);
    });
}

int cuStreamCreate(void** stream, unsigned flags) {
    ENTER(true, false);
    if (flags != 1)
        complain("a stream that blocks the default stream");
    auto* created = new Stream;
    driver().streams.insert(created);
    *stream = created;
    return Success;
}

int cuStreamDestroy_v2(void* handle) {
    ENTER(true, true);
    auto* stream = static_cast<Stream*>(handle);
    if (!forget(driver().streams, stream, __func__))
        return InvalidHandle;
    if (!stream->work.empty())
        complain("a stream was destroyed with work in it");
    if (capturing == stream)
        capturing = nullptr;
    delete stream;
    return Success;
}

int cuStreamSynchronize(void* handle) {
    ENTER(true, true);
    auto* stream = static_cast<Stream*>(handle);
    if (driver().streams.count(stream) == 0)
        return InvalidHandle;
    if (stream->capture != Capture::None) {
        stream->capture = Capture::Invalidated;
        return CaptureUnsupported;
    }
    return drain(stream);
}

int cuStreamBeginCapture_v2(void* handle, int mode) {
    ENTER(true, false);
    auto* stream = static_cast<Stream*>(handle);
    if (mode != 1)
        complain("a capture that hinders other threads");
    if (stream->capture != Capture::None)
        return InvalidValue;
    stream->capture = Capture::Active;
    stream->recorded = std::make_unique<Graph>();
    capturing = stream;
    return Success;
}

int cuStreamIsCapturing(void* handle, int* status) {
    ENTER(true, true);
    *status = static_cast<int>(static_cast<Stream*>(handle)->capture);
    return Success;
}

int cuStreamEndCapture(void* handle, void** graph) {
    ENTER(true, true);
    auto* stream = static_cast<Stream*>(handle);
    *graph = nullptr;
    if (capturing != stream)
        return InvalidValue;
    bool const valid = stream->capture == Capture::Active;
    stream->capture = Capture::None;
    capturing = nullptr;
    if (!valid)
        return CaptureInvalidated;
    *graph = stream->recorded.release();
    driver().graphs.insert(static_cast<Graph*>(*graph));
    return Success;
}

int cuGraphInstantiateWithFlags(void** exec, void* graph, unsigned long long) {
    ENTER(true, false);
    auto* created = new Exec{static_cast<Graph*>(graph)->work};
    driver().execs.insert(created);
    *exec = created;
    return Success;
}

int cuGraphUpload(void*, void*) {
    ENTER(true, false);
    return Success;
}

int cuGraphLaunch(void* handle, void* stream) {
    ENTER(true, false);
    auto* exec = static_cast<Exec*>(handle);
    if (driver().execs.count(exec) == 0) {
        complain("a graph was launched that does not exist");
        return InvalidHandle;
    }
    if (exec->in_flight++ > 0)
        complain("a graph was launched while it was in flight");
    for (Work const& work : exec->work)
        enqueue(static_cast<Stream*>(stream), work);
    return enqueue(static_cast<Stream*>(stream), [=] {
        exec->in_flight--;
        return static_cast<int>(Success);
    });
}

int cuGraphExecDestroy(void* exec) {
    ENTER(true, true);
    if (!forget(driver().execs, static_cast<Exec*>(exec), __func__))
        return InvalidHandle;
    delete static_cast<Exec*>(exec);
    return Success;
}

int cuGraphDestroy(void* graph) {
    ENTER(true, true);
    if (!forget(driver().graphs, static_cast<Graph*>(graph), __func__))
        return InvalidHandle;
    delete static_cast<Graph*>(graph);
    return Success;
}

int cuGetErrorName(int code, char const** name) {
    for (ErrorText const& error : Errors) {
        if (error.code == code) {
            *name = error.name;
            return Success;
        }
    }
    return InvalidValue;
}

int cuGetErrorString(int code, char const** text) {
    for (ErrorText const& error : Errors) {
        if (error.code == code) {
            *text = error.text;
            return Success;
        }
    }
    return InvalidValue;
}

int fake_cuda_launch(void* stream, int (*kernel)(void*), void* argument, void (*release)(void*)) {
    LOCK();
    if (int error = enter(__func__, true, true)) {
        release(argument);
        return error;
    }
    std::shared_ptr<void> const owned(argument, release);
    return enqueue(static_cast<Stream*>(stream), [=] { return kernel(owned.get()); });
}

int fake_cuda_has_context(void) { return current != nullptr && current->references > 0; }

int fake_cuda_is_device_memory(void const* address, size_t bytes) {
    LOCK();
    return inside(driver().device_memory, reinterpret_cast<uint64_t>(address), bytes);
}

void fake_cuda_complain(char const* text) {
    LOCK();
    complain(text);
}

char const* fake_cuda_complaints(void) {
    LOCK();
    return driver().complaints.c_str();
}

long fake_cuda_live(void) {
    LOCK();
    Driver& d = driver();
    size_t live = d.device_memory.size() + d.pinned.size() + d.registered.size() + d.streams.size() + d.graphs.size() +
                  d.execs.size();
    for (auto const& [device, context] : d.contexts)
        live += static_cast<size_t>(context.references);
    return static_cast<long>(live);
}

long fake_cuda_calls(char const* function) {
    LOCK();
    return driver().counts[function];
}

long fake_cuda_context_flags(void) {
    LOCK();
    return driver().contexts.empty() ? 0 : driver().contexts.begin()->second.flags;
}

void fake_cuda_fail(char const* function, int skip, int result) {
    LOCK();
    driver().faults.push_back({function, skip, result});
}

void fake_cuda_set_devices(int count) {
    LOCK();
    driver().devices = count;
}

} // extern "C"
