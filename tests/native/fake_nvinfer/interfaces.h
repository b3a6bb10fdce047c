// The virtual interfaces of TensorRT that an application's calls go through, declared in the order in which NVIDIA's
// public headers (NvInferImpl.h, NvInferRuntime.h of 10.16 and 11.1) list their methods. The compiler gives them their
// places in the tables from this order alone: no number of the plugin's is repeated here.
#pragma once

#include <cstddef>
#include <cstdint>

#include "../fake_cuda/fake_cuda.h"

#if MAJOR != 10 && MAJOR != 11
#error "-DMAJOR=10 or 11"
#endif

// A method that the plugin has no use for, kept for its place; a call of it is a complaint.
#define UNUSED(name)                                                                                                   \
    virtual void name() noexcept { fake_cuda_complain("a call of " #name ", which nobody should make"); }

namespace nvinfer1 {

struct Dims {
    int32_t nbDims;
    int64_t d[8];
};

using cudaStream_t = void*;

class IRuntime;
class ICudaEngine;
class IExecutionContext;

#if MAJOR == 10
class ILogger {
public:
    virtual void log(int32_t severity, char const* message) noexcept = 0;
    virtual ~ILogger() = default;
};
#else
struct InterfaceInfo {
    char const* kind;
    int32_t major;
    int32_t minor;
};

class ILogger {
public:
    virtual int32_t getAPILanguage() const noexcept = 0;
    virtual InterfaceInfo getInterfaceInfo() const noexcept = 0;
    virtual ~ILogger() = default;
    virtual void log(int32_t severity, char const* message) noexcept = 0;
};
#endif

class VRoot {
public:
    virtual ~VRoot() noexcept = default;
};

class VRuntime : public VRoot {
public:
    virtual IRuntime* getPImpl() noexcept = 0;
    virtual ICudaEngine* deserializeCudaEngine(void const* blob, std::size_t size) noexcept = 0;
#if MAJOR == 10
    UNUSED(deserializeCudaEngineFromStreamReader)
#endif
    UNUSED(setDLACore)
    UNUSED(getDLACore)
    UNUSED(getNbDLACores)
    UNUSED(setGpuAllocator)
    UNUSED(setErrorRecorder)
    UNUSED(getErrorRecorder)
    virtual ILogger* getLogger() const noexcept = 0;
    UNUSED(setMaxThreads)
    UNUSED(getMaxThreads)
    UNUSED(setTemporaryDirectory)
    UNUSED(getTemporaryDirectory)
    UNUSED(setTempfileControlFlags)
    UNUSED(getTempfileControlFlags)
    UNUSED(getPluginRegistry)
    UNUSED(setPluginRegistryParent)
    UNUSED(loadRuntime)
    UNUSED(setEngineHostCodeAllowed)
    UNUSED(getEngineHostCodeAllowed)
    UNUSED(deserializeCudaEngineV2)
};

class VCudaEngine : public VRoot {
public:
    virtual ICudaEngine* getPImpl() noexcept = 0;
    UNUSED(getNbLayers)
    UNUSED(serialize)
    virtual IExecutionContext* createExecutionContext(int32_t strategy) noexcept = 0;
#if MAJOR == 10
    UNUSED(createExecutionContextWithoutDeviceMemory)
    UNUSED(getDeviceMemorySize)
#endif
    UNUSED(isRefittable)
    virtual char const* getName() const noexcept = 0;
    virtual int32_t getNbOptimizationProfiles() const noexcept = 0;
#if MAJOR == 10
    UNUSED(getProfileTensorValues)
#endif
    UNUSED(getEngineCapability)
    UNUSED(setErrorRecorder)
    UNUSED(getErrorRecorder)
#if MAJOR == 10
    UNUSED(hasImplicitBatchDimension)
#endif
    UNUSED(getTacticSources)
    UNUSED(getProfilingVerbosity)
    UNUSED(createEngineInspector)
    virtual Dims getTensorShape(char const* name) const noexcept = 0;
    virtual int32_t getTensorDataType(char const* name) const noexcept = 0;
    virtual int32_t getTensorLocation(char const* name) const noexcept = 0;
    virtual bool isShapeInferenceIO(char const* name) const noexcept = 0;
    virtual int32_t getTensorIOMode(char const* name) const noexcept = 0;
    UNUSED(getTensorBytesPerComponent)
    UNUSED(getTensorComponentsPerElement)
    virtual int32_t getTensorFormat(char const* name) const noexcept = 0;
    UNUSED(getTensorFormatDesc)
    UNUSED(getTensorVectorizedDim)
    virtual Dims getProfileShape(char const* name, int32_t profile, int32_t select) const noexcept = 0;
    virtual int32_t getNbIOTensors() const noexcept = 0;
    virtual char const* getIOTensorName(int32_t index) const noexcept = 0;
    UNUSED(getHardwareCompatibilityLevel)
    UNUSED(getNbAuxStreams)
    UNUSED(getTensorBytesPerComponentV2)
    UNUSED(getTensorComponentsPerElementV2)
    virtual int32_t getTensorFormatV2(char const* name, int32_t profile) const noexcept = 0;
    UNUSED(getTensorFormatDescV2)
    UNUSED(getTensorVectorizedDimV2)
    UNUSED(createSerializationConfig)
};

class VExecutionContext : public VRoot {
public:
    virtual IExecutionContext* getPImpl() noexcept = 0;
    UNUSED(setDebugSync)
    UNUSED(getDebugSync)
    UNUSED(setProfiler)
    UNUSED(getProfiler)
    virtual ICudaEngine const& getEngine() const noexcept = 0;
    UNUSED(setName)
    UNUSED(getName)
    UNUSED(setDeviceMemory)
    UNUSED(getOptimizationProfile)
    UNUSED(allInputDimensionsSpecified)
#if MAJOR == 10
    UNUSED(allInputShapesSpecified)
#endif
    UNUSED(setErrorRecorder)
    UNUSED(getErrorRecorder)
    UNUSED(executeV2)
    virtual bool setOptimizationProfileAsync(int32_t profile, cudaStream_t stream) noexcept = 0;
    UNUSED(setEnqueueEmitsProfile)
    UNUSED(getEnqueueEmitsProfile)
    UNUSED(reportToProfiler)
    virtual bool setInputShape(char const* name, Dims const& shape) noexcept = 0;
    virtual Dims getTensorShape(char const* name) const noexcept = 0;
    UNUSED(getTensorStrides)
    virtual bool setTensorAddress(char const* name, void* data) noexcept = 0;
    UNUSED(getTensorAddress)
    UNUSED(setInputTensorAddress)
    UNUSED(setOutputTensorAddress)
    virtual int32_t inferShapes(int32_t most, char const** names) noexcept = 0;
    UNUSED(setInputConsumedEvent)
    UNUSED(getInputConsumedEvent)
    UNUSED(getOutputTensorAddress)
    UNUSED(setOutputAllocator)
    UNUSED(getOutputAllocator)
    UNUSED(getMaxOutputSize)
    UNUSED(setTemporaryStorageAllocator)
    UNUSED(getTemporaryStorageAllocator)
    virtual bool enqueueV3(cudaStream_t stream) noexcept = 0;
    UNUSED(setPersistentCacheLimit)
};

// What an application holds: a table with the destructor alone, then the implementation, which the header's inline
// methods call.
class INoCopy {
protected:
    INoCopy() = default;
    virtual ~INoCopy() = default;
};

class IRuntime : public INoCopy {
public:
    explicit IRuntime(VRuntime* impl) : mImpl(impl) {}
    ~IRuntime() noexcept override { delete mImpl; }

protected:
    VRuntime* mImpl;
};

class ICudaEngine : public INoCopy {
public:
    explicit ICudaEngine(VCudaEngine* impl) : mImpl(impl) {}
    ~ICudaEngine() noexcept override { delete mImpl; }

protected:
    VCudaEngine* mImpl;
};

class IExecutionContext : public INoCopy {
public:
    explicit IExecutionContext(VExecutionContext* impl) : mImpl(impl) {}
    ~IExecutionContext() noexcept override { delete mImpl; }

protected:
    VExecutionContext* mImpl;
};

} // namespace nvinfer1
