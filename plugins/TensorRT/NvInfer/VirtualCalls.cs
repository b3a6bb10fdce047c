using System.Runtime.CompilerServices;

namespace PolicyGate.TensorRT.NvInfer;

/// <summary>
/// Calls TensorRT as an application compiled against its headers does: by its objects' virtual tables.
/// </summary>
/// <remarks>
/// An object that an application holds is {table, implementation}; its header's inline methods call by the
/// implementation's table. A <c>bool</c> is one byte, with whatever in the register's upper part. None of these calls
/// may suppress the runtime's transition: each may log, which comes back into managed code.
/// </remarks>
internal sealed unsafe class VirtualCalls(InferLibrary library, InferSlots slots) : IInferCalls
{
    private const int StaticAllocation = 0;

    public nint CreateRuntime(nint logger)
    {
        nint runtime = library.CreateRuntime(logger);
        if (runtime == 0)
            return 0;
        CheckPublic(runtime, "runtime");
        nint impl = Implementation(runtime);
        nint found = ((delegate* unmanaged<nint, nint>)Slot(impl, slots.RuntimeGetLogger))(impl);
        library.Require(found == logger, "the runtime's getLogger is not the logger that it was given");
        return runtime;
    }

    public nint Deserialize(nint runtime, void* blob, nuint bytes)
    {
        nint impl = Implementation(runtime);
        nint engine = ((delegate* unmanaged<nint, void*, nuint, nint>)Slot(impl, slots.RuntimeDeserialize))(
            impl, blob, bytes);
        if (engine != 0)
            CheckPublic(engine, "engine");
        return engine;
    }

    public nint CreateContext(nint engine)
    {
        nint impl = Implementation(engine);
        nint context = ((delegate* unmanaged<nint, int, nint>)Slot(impl, slots.EngineCreateContext))(
            impl, StaticAllocation);
        if (context == 0)
            return 0;
        CheckPublic(context, "context");
        nint own = Implementation(context);
        nint found = ((delegate* unmanaged<nint, nint>)Slot(own, slots.ContextGetEngine))(own);
        library.Require(found == engine, "the context's getEngine is not the engine that made it");
        return context;
    }

    public void Delete(nint instance) => ((delegate* unmanaged<nint, void>)Slot(instance, InferSlots.Delete))(instance);

    public nint EngineName(nint engine)
    {
        nint impl = Implementation(engine);
        return ((delegate* unmanaged<nint, nint>)Slot(impl, slots.EngineGetName))(impl);
    }

    public int ProfileCount(nint engine)
    {
        nint impl = Implementation(engine);
        return ((delegate* unmanaged<nint, int>)Slot(impl, slots.EngineGetProfileCount))(impl);
    }

    public int TensorCount(nint engine)
    {
        nint impl = Implementation(engine);
        return ((delegate* unmanaged<nint, int>)Slot(impl, slots.EngineGetTensorCount))(impl);
    }

    public nint TensorName(nint engine, int index)
    {
        nint impl = Implementation(engine);
        return ((delegate* unmanaged<nint, int, nint>)Slot(impl, slots.EngineGetTensorName))(impl, index);
    }

    public TensorMode Mode(nint engine, nint name) => (TensorMode)Number(engine, name, slots.EngineGetTensorMode);

    public InferDataType DataType(nint engine, nint name) =>
        (InferDataType)Number(engine, name, slots.EngineGetTensorDataType);

    public Dims Shape(nint engine, nint name) => Shape(engine, name, slots.EngineGetTensorShape);

    public bool IsOnHost(nint engine, nint name) => Number(engine, name, slots.EngineGetTensorLocation) != 0;

    public bool IsShapeTensor(nint engine, nint name)
    {
        nint impl = Implementation(engine);
        return ((delegate* unmanaged<nint, nint, byte>)Slot(impl, slots.EngineIsShapeTensor))(impl, name) != 0;
    }

    public int Format(nint engine, nint name, int profile)
    {
        nint impl = Implementation(engine);
        return ((delegate* unmanaged<nint, nint, int, int>)Slot(impl, slots.EngineGetTensorFormat))(
            impl, name, profile);
    }

    public Dims ProfileShape(nint engine, nint name, int profile, ProfileBound bound)
    {
        nint impl = Implementation(engine);
        return ((delegate* unmanaged<nint, nint, int, ProfileBound, Dims>)Slot(impl, slots.EngineGetProfileShape))(
            impl, name, profile, bound);
    }

    public bool SetProfile(nint context, int profile, nint stream)
    {
        nint impl = Implementation(context);
        return ((delegate* unmanaged<nint, int, nint, byte>)Slot(impl, slots.ContextSetProfile))(
            impl, profile, stream) != 0;
    }

    public bool SetInputShape(nint context, nint name, in Dims shape)
    {
        nint impl = Implementation(context);
        fixed (Dims* pointer = &shape)
        {
            return ((delegate* unmanaged<nint, nint, Dims*, byte>)Slot(impl, slots.ContextSetInputShape))(
                impl, name, pointer) != 0;
        }
    }

    public int InferShapes(nint context)
    {
        nint impl = Implementation(context);
        return ((delegate* unmanaged<nint, int, byte**, int>)Slot(impl, slots.ContextInferShapes))(impl, 0, null);
    }

    public Dims ShapeNow(nint context, nint name) => Shape(context, name, slots.ContextGetTensorShape);

    public bool SetAddress(nint context, nint name, nint address)
    {
        nint impl = Implementation(context);
        return ((delegate* unmanaged<nint, nint, nint, byte>)Slot(impl, slots.ContextSetTensorAddress))(
            impl, name, address) != 0;
    }

    public bool Enqueue(nint context, nint stream)
    {
        nint impl = Implementation(context);
        return ((delegate* unmanaged<nint, nint, byte>)Slot(impl, slots.ContextEnqueue))(impl, stream) != 0;
    }

    private void CheckPublic(nint instance, string kind)
    {
        nint impl = Implementation(instance);
        library.Require(impl != 0, $"the {kind} has no implementation");
        nint found = ((delegate* unmanaged<nint, nint>)Slot(impl, InferSlots.GetPublic))(impl);
        library.Require(found == instance, $"the {kind}'s getPImpl is not the {kind}");
    }

    private static int Number(nint instance, nint name, int slot)
    {
        nint impl = Implementation(instance);
        return ((delegate* unmanaged<nint, nint, int>)Slot(impl, slot))(impl, name);
    }

    private static Dims Shape(nint instance, nint name, int slot)
    {
        nint impl = Implementation(instance);
        return ((delegate* unmanaged<nint, nint, Dims>)Slot(impl, slot))(impl, name);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Implementation(nint instance) => ((nint*)instance)[1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void* Slot(nint instance, int slot) => (*(void***)instance)[slot];
}
