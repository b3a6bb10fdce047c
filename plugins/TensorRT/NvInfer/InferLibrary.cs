using PolicyGate.Abstractions;

namespace PolicyGate.TensorRT.NvInfer;

/// <summary>A TensorRT library whose tables are known.</summary>
internal sealed unsafe class InferLibrary
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, InferLibrary> Loaded = new(StringComparer.Ordinal);

    private readonly delegate* unmanaged<nint, int, nint> _createRuntime;
    private readonly int _encodedVersion;
    private volatile string? _fault;

    private InferLibrary(NativeFile file, InferVersion version, InferSlots slots)
    {
        (File, Version, Slots) = (file.Name, version, slots);
        _createRuntime = (delegate* unmanaged<nint, int, nint>)file.Get("createInferRuntime_INTERNAL");
        _encodedVersion = ((delegate* unmanaged<int>)file.Get("getInferLibVersion"))();
        Logger = new InferLog(slots);
        Calls = new VirtualCalls(this, slots);
    }

    /// <summary>What the system's loader is asked for, in this order, where no option names a library.</summary>
    public static IReadOnlyList<string> DefaultNames { get; } = ["libnvinfer.so.10", "libnvinfer.so.11"];

    public const string Supported = "TensorRT 10 and 11 on 64-bit Linux (measured: 10.0 to 10.16, 11.0 and 11.1)";

    /// <summary>Its path or name, as asked for.</summary>
    public string File { get; }

    public InferVersion Version { get; }

    public InferSlots Slots { get; }

    public bool IsNewerThanMeasured => Version.Minor > Slots.HighestMeasuredMinor;

    /// <summary>One for all: TensorRT keeps the first that it is given, for whatever belongs to nobody.</summary>
    public InferLog Logger { get; }

    public IInferCalls Calls { get; }

    /// <summary>
    /// Whether every self-check held. After one that did not, nothing of the library is called any more, not even to
    /// delete what it has made.
    /// </summary>
    public bool IsTrusted => _fault is null;

    /// <param name="option">A path or a name; null for the usual names.</param>
    /// <exception cref="PolicyLoadException">There is none, or none that is supported.</exception>
    public static InferLibrary Load(string? option)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            throw new PolicyLoadException($"this backend runs {Supported}, and this is something else");
        string[] names = option is null ? [.. DefaultNames] : [option];
        lock (Gate)
        {
            if (Loaded.TryGetValue(names[0], out InferLibrary? known))
                return known._fault is { } fault ? throw new PolicyLoadException(fault) : known;
            NativeFile file = NativeFile.Open(names, out string tried)
                ?? throw new PolicyLoadException(
                    $"TensorRT cannot be loaded. Tried:{tried}\nSupported are {Supported}. Install libnvinfer10 (or"
                    + " libnvinfer11), or name the library with the option NvInferLibrary");
            return Loaded[names[0]] = Open(file);
        }
    }

    /// <returns>An <c>IRuntime</c>, unproved; 0 where TensorRT refuses.</returns>
    public nint CreateRuntime(nint logger) => _createRuntime(logger, _encodedVersion);

    /// <exception cref="PolicyLoadException">A self-check failed: nothing of this library may be used.</exception>
    public void Require(bool holds, string fault)
    {
        if (holds)
            return;
        _fault = $"{this} does not answer as its major's headers say: {fault}. It is not used any more in this process."
            + $" Supported are {Supported}; install one of these, and name it with the option NvInferLibrary";
        throw new PolicyLoadException(_fault);
    }

    /// <summary>As <c>libnvinfer.so.10 (TensorRT 10.16.1.11)</c>.</summary>
    public override string ToString() => $"{File} (TensorRT {Version})";

    private static InferLibrary Open(NativeFile file)
    {
        if (file.Find("createInferRuntime_INTERNAL") == 0)
            throw new PolicyLoadException($"{file.Name} is not TensorRT's runtime; expected is a libnvinfer.so");
        if (file.Find("getInferLibMajorVersion") == 0)
        {
            throw new PolicyLoadException(
                $"{file.Name} is TensorRT 9 or older, whose interfaces are others; supported are {Supported}");
        }
        var version = new InferVersion(
            Number(file, "Major"), Number(file, "Minor"), Number(file, "Patch"), Number(file, "Build"));
        // TensorRT for RTX counts its own versions from 1.
        if (version.Major == 1)
        {
            throw new PolicyLoadException(
                $"{file.Name} is TensorRT for RTX {version}, another product; supported are {Supported}");
        }
        InferSlots slots = InferSlots.Of(version.Major)
            ?? throw new PolicyLoadException($"{file.Name} is TensorRT {version}; supported are {Supported}");
        return new InferLibrary(file, version, slots);
    }

    private static int Number(NativeFile file, string part) =>
        ((delegate* unmanaged<int>)file.Get($"getInferLib{part}Version"))();
}
