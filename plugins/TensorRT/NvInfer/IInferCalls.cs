namespace PolicyGate.TensorRT.NvInfer;

/// <summary>The few operations of TensorRT that a policy needs, on its opaque objects.</summary>
/// <remarks>
/// The one seam between the plugin and how TensorRT is called: by virtual tables now; a C library compiled against
/// NVIDIA's headers could fill it as well. Objects made here have been proved to be what they should be. Names are
/// zero-terminated UTF-8; the engine's own stay valid as long as the engine.
/// </remarks>
internal unsafe interface IInferCalls
{
    /// <summary>Makes a runtime that logs to <paramref name="logger"/>; 0 where TensorRT refuses.</summary>
    nint CreateRuntime(nint logger);

    /// <summary>Makes an engine; 0 where TensorRT refuses.</summary>
    nint Deserialize(nint runtime, void* blob, nuint bytes);

    /// <summary>Makes a context with memory of its own for every profile; 0 where TensorRT refuses.</summary>
    nint CreateContext(nint engine);

    /// <summary>Deletes a runtime, an engine or a context.</summary>
    void Delete(nint instance);

    nint EngineName(nint engine);

    int ProfileCount(nint engine);

    int TensorCount(nint engine);

    nint TensorName(nint engine, int index);

    TensorMode Mode(nint engine, nint name);

    InferDataType DataType(nint engine, nint name);

    Dims Shape(nint engine, nint name);

    /// <summary>Whether it lives in the host's memory and not on the device.</summary>
    bool IsOnHost(nint engine, nint name);

    /// <summary>Whether its values, and not only its shape, decide the shapes of others.</summary>
    bool IsShapeTensor(nint engine, nint name);

    /// <summary>0 is linear, as an array in C.</summary>
    int Format(nint engine, nint name, int profile);

    Dims ProfileShape(nint engine, nint name, int profile, ProfileBound bound);

    bool SetProfile(nint context, int profile, nint stream);

    bool SetInputShape(nint context, nint name, in Dims shape);

    /// <summary>How many inputs still lack a shape; negative where TensorRT fails.</summary>
    int InferShapes(nint context);

    Dims ShapeNow(nint context, nint name);

    bool SetAddress(nint context, nint name, nint address);

    bool Enqueue(nint context, nint stream);
}
