namespace PolicyGate.TensorRT.NvInfer;

/// <summary>
/// Where the methods stand in the virtual tables of one major of TensorRT, under the Itanium C++ ABI (Linux, 64 bits).
/// </summary>
/// <remarks>
/// TensorRT has no flat C interface: an application's calls are C++ virtual calls that its header inlines. The numbers
/// were measured by compiling against NVIDIA's public headers (docs/decisions/0014-tensorrt-abi.md);
/// <c>tools/tensorrt-slots.cpp</c> measures them again. The first two slots of each table are its destructors.
/// </remarks>
internal sealed record InferSlots
{
    /// <summary>Slot of the deleting destructor in the table of an object that an application holds.</summary>
    public const int Delete = 1;

    /// <summary>Slot of <c>getPImpl</c>, which every implementation has first.</summary>
    public const int GetPublic = 2;

    private static readonly InferSlots Ten = new()
    {
        Major = 10,
        HighestMeasuredMinor = 16,
        LoggerLog = 0,
        RuntimeDeserialize = 3,
        RuntimeGetLogger = 11,
        EngineCreateContext = 5,
        EngineGetName = 9,
        EngineGetProfileCount = 10,
        EngineGetTensorShape = 19,
        EngineGetTensorDataType = 20,
        EngineGetTensorLocation = 21,
        EngineIsShapeTensor = 22,
        EngineGetTensorMode = 23,
        EngineGetProfileShape = 29,
        EngineGetTensorCount = 30,
        EngineGetTensorName = 31,
        EngineGetTensorFormat = 36,
        ContextGetEngine = 7,
        ContextSetProfile = 17,
        ContextSetInputShape = 21,
        ContextGetTensorShape = 22,
        ContextSetTensorAddress = 24,
        ContextInferShapes = 28,
        ContextEnqueue = 37,
    };

    private static readonly InferSlots Eleven = new()
    {
        Major = 11,
        HighestMeasuredMinor = 1,
        LoggerLog = 4,
        RuntimeDeserialize = 3,
        RuntimeGetLogger = 10,
        EngineCreateContext = 5,
        EngineGetName = 7,
        EngineGetProfileCount = 8,
        EngineGetTensorShape = 15,
        EngineGetTensorDataType = 16,
        EngineGetTensorLocation = 17,
        EngineIsShapeTensor = 18,
        EngineGetTensorMode = 19,
        EngineGetProfileShape = 25,
        EngineGetTensorCount = 26,
        EngineGetTensorName = 27,
        EngineGetTensorFormat = 32,
        ContextGetEngine = 7,
        ContextSetProfile = 16,
        ContextSetInputShape = 20,
        ContextGetTensorShape = 21,
        ContextSetTensorAddress = 23,
        ContextInferShapes = 27,
        ContextEnqueue = 36,
    };

    public required int Major { get; init; }

    /// <summary>The newest minor whose headers were measured, each one before it too.</summary>
    public required int HighestMeasuredMinor { get; init; }

    /// <summary><c>ILogger::log</c>, in the table that is ours to make.</summary>
    public required int LoggerLog { get; init; }

    public required int RuntimeDeserialize { get; init; }

    public required int RuntimeGetLogger { get; init; }

    public required int EngineCreateContext { get; init; }

    public required int EngineGetName { get; init; }

    public required int EngineGetProfileCount { get; init; }

    public required int EngineGetTensorShape { get; init; }

    public required int EngineGetTensorDataType { get; init; }

    public required int EngineGetTensorLocation { get; init; }

    public required int EngineIsShapeTensor { get; init; }

    public required int EngineGetTensorMode { get; init; }

    public required int EngineGetProfileShape { get; init; }

    public required int EngineGetTensorCount { get; init; }

    public required int EngineGetTensorName { get; init; }

    /// <summary><c>getTensorFormatV2</c>, which takes the profile too.</summary>
    public required int EngineGetTensorFormat { get; init; }

    public required int ContextGetEngine { get; init; }

    public required int ContextSetProfile { get; init; }

    public required int ContextSetInputShape { get; init; }

    public required int ContextGetTensorShape { get; init; }

    public required int ContextSetTensorAddress { get; init; }

    public required int ContextInferShapes { get; init; }

    public required int ContextEnqueue { get; init; }

    /// <summary>Null where that major was not measured.</summary>
    public static InferSlots? Of(int major) => major switch
    {
        10 => Ten,
        11 => Eleven,
        _ => null,
    };
}
