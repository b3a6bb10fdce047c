using Microsoft.ML.OnnxRuntime;

namespace PolicyGate.Onnx;

/// <summary>
/// Where a session wants its inputs and has its outputs: allocators for what is not the host's memory.
/// </summary>
internal sealed class TensorPlaces : IDisposable
{
    private readonly Dictionary<string, OrtAllocator> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrtAllocator> _outputs = new(StringComparer.Ordinal);

    /// <param name="session">Asked tensor by tensor: of a model on a GPU some inputs stay on the CPU.</param>
    /// <param name="evenOnCpu">Whether what the session wants on the CPU has memory apart from the host's too.</param>
    public TensorPlaces(InferenceSession session, bool evenOnCpu)
    {
        using IDisposableReadOnlyCollection<OrtMemoryInfo> inputs = session.GetMemoryInfosForInputs();
        using IDisposableReadOnlyCollection<OrtMemoryInfo> outputs = session.GetMemoryInfosForOutputs();
        try
        {
            Add(session, evenOnCpu, session.InputNames, inputs, _inputs);
            Add(session, evenOnCpu, session.OutputNames, outputs, _outputs);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Null where the engine reads the host's memory.</summary>
    public OrtAllocator? OfInput(string name) => _inputs.GetValueOrDefault(name);

    /// <summary>Null where the engine writes the host's memory.</summary>
    public OrtAllocator? OfOutput(string name) => _outputs.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (OrtAllocator allocator in _inputs.Values.Concat(_outputs.Values))
            allocator.Dispose();
    }

    private static void Add(
        InferenceSession session, bool evenOnCpu, IReadOnlyList<string> names,
        IReadOnlyCollection<OrtMemoryInfo> places, Dictionary<string, OrtAllocator> allocators)
    {
        foreach ((string name, OrtMemoryInfo place) in names.Zip(places))
        {
            if (evenOnCpu || !IsHost(place))
                allocators.Add(name, new OrtAllocator(session, place));
        }
    }

    /// <summary>Whether this process can read and write it.</summary>
    public static bool IsHost(OrtMemoryInfo place) =>
        place.Name.Equals("Cpu", StringComparison.OrdinalIgnoreCase)
        || place.GetDeviceMemoryType() == OrtDeviceMemoryType.HOST_ACCESSIBLE;
}
