// Prints the places of TensorRT's methods in their virtual tables as the installed headers have them, in the form of
// plugins/TensorRT/NvInfer/InferSlots.cs, to be compared with it:
//
//   g++ -I/usr/local/cuda/include tools/tensorrt-slots.cpp -o /tmp/slots && /tmp/slots
//
// Linux, 64 bits: a pointer to a virtual member function holds the place in the table (Itanium C++ ABI, 2.3).
#include <NvInferRuntime.h>

#include <cstdio>
#include <cstring>

using namespace nvinfer1;
using namespace nvinfer1::apiv;

template <typename Method> long slot(Method method) {
    struct {
        long function, adjustment;
    } parts;
    static_assert(sizeof parts == sizeof method, "an ABI that is not measured here");
    std::memcpy(&parts, &method, sizeof parts);
#if defined(__aarch64__)
    return parts.function / static_cast<long>(sizeof(void*));
#else
    return (parts.function - 1) / static_cast<long>(sizeof(void*));
#endif
}

#define PRINT(name, method) std::printf("%s = %ld,\n", name, slot(method))
#define REQUIRE(condition) static_assert(condition, #condition)

template <typename Public> struct Peek : Public {
    static long implementation() {
        auto const member = &Peek::mImpl;
        long offset;
        std::memcpy(&offset, &member, sizeof offset);
        return offset;
    }
};

REQUIRE(sizeof(Dims) == 72 && sizeof(IRuntime) == 16 && sizeof(ICudaEngine) == 16 && sizeof(IExecutionContext) == 16);

int main() {
    using Blob = ICudaEngine* (VRuntime::*)(void const*, std::size_t) noexcept;
    std::printf("TensorRT %d.%d, implementation at %ld, %ld, %ld, getPImpl %ld, %ld, %ld\n", NV_TENSORRT_MAJOR,
        NV_TENSORRT_MINOR, Peek<IRuntime>::implementation(), Peek<ICudaEngine>::implementation(),
        Peek<IExecutionContext>::implementation(), slot(&VRuntime::getPImpl), slot(&VCudaEngine::getPImpl),
        slot(&VExecutionContext::getPImpl));
    PRINT("LoggerLog", &ILogger::log);
    PRINT("RuntimeDeserialize", static_cast<Blob>(&VRuntime::deserializeCudaEngine));
    PRINT("RuntimeGetLogger", &VRuntime::getLogger);
    PRINT("EngineCreateContext", &VCudaEngine::createExecutionContext);
    PRINT("EngineGetName", &VCudaEngine::getName);
    PRINT("EngineGetProfileCount", &VCudaEngine::getNbOptimizationProfiles);
    PRINT("EngineGetTensorShape", &VCudaEngine::getTensorShape);
    PRINT("EngineGetTensorDataType", &VCudaEngine::getTensorDataType);
    PRINT("EngineGetTensorLocation", &VCudaEngine::getTensorLocation);
    PRINT("EngineIsShapeTensor", &VCudaEngine::isShapeInferenceIO);
    PRINT("EngineGetTensorMode", &VCudaEngine::getTensorIOMode);
    PRINT("EngineGetProfileShape", &VCudaEngine::getProfileShape);
    PRINT("EngineGetTensorCount", &VCudaEngine::getNbIOTensors);
    PRINT("EngineGetTensorName", &VCudaEngine::getIOTensorName);
    PRINT("EngineGetTensorFormat", &VCudaEngine::getTensorFormatV2);
    PRINT("ContextGetEngine", &VExecutionContext::getEngine);
    PRINT("ContextSetProfile", &VExecutionContext::setOptimizationProfileAsync);
    PRINT("ContextSetInputShape", &VExecutionContext::setInputShape);
    PRINT("ContextGetTensorShape", &VExecutionContext::getTensorShape);
    PRINT("ContextSetTensorAddress", &VExecutionContext::setTensorAddress);
    PRINT("ContextInferShapes", &VExecutionContext::inferShapes);
    PRINT("ContextEnqueue", &VExecutionContext::enqueueV3);
}
