using System.Runtime.InteropServices;
using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>An engine's inputs and outputs, read and checked once.</summary>
internal sealed class Engine
{
    private const int MostTensors = 1024;
    private const int MostProfiles = 1024;
    private const int Linear = 0;

    private Engine(IReadOnlyList<EngineTensor> inputs, IReadOnlyList<EngineTensor> outputs, int profiles, string name)
    {
        (Inputs, Outputs, Profiles, Name) = (inputs, outputs, profiles, name);
        Signature = new PolicySignature(
            [.. inputs.Select(tensor => tensor.Spec)], [.. outputs.Select(tensor => tensor.Spec)]);
    }

    public IReadOnlyList<EngineTensor> Inputs { get; }

    public IReadOnlyList<EngineTensor> Outputs { get; }

    public PolicySignature Signature { get; }

    /// <summary>How many optimization profiles it has; at least one.</summary>
    public int Profiles { get; }

    /// <summary>As it was called when it was built; often nothing.</summary>
    public string Name { get; }

    /// <param name="library">Whose engine it is.</param>
    /// <param name="engine">TensorRT's own.</param>
    /// <param name="declared">What <c>policy.json</c> says: an engine has no names for free dimensions.</param>
    /// <exception cref="PolicyLoadException">It has something that cannot be run here, or a self-check
    /// failed.</exception>
    public static Engine Read(InferLibrary library, nint engine, PolicySignature? declared)
    {
        IInferCalls calls = library.Calls;
        int count = calls.TensorCount(engine);
        library.Require(count is >= 1 and <= MostTensors, $"the engine has {count} inputs and outputs");
        int profiles = calls.ProfileCount(engine);
        library.Require(profiles is >= 1 and <= MostProfiles, $"the engine has {profiles} optimization profiles");
        List<EngineTensor> inputs = [];
        List<EngineTensor> outputs = [];
        for (int i = 0; i < count; i++)
        {
            nint name = calls.TensorName(engine, i);
            library.Require(name != 0, $"the engine's tensor {i} has no name");
            TensorMode mode = calls.Mode(engine, name);
            bool input = mode == TensorMode.Input;
            library.Require(input || mode == TensorMode.Output, $"the engine's tensor {i} is neither in nor out");
            EngineTensor tensor = Read(library, engine, name, input, declared);
            (input ? inputs : outputs).Add(tensor);
        }
        return new Engine(inputs, outputs, profiles, Text(calls.EngineName(engine)));
    }

    private static EngineTensor Read(
        InferLibrary library, nint engine, nint namePointer, bool input, PolicySignature? declared)
    {
        IInferCalls calls = library.Calls;
        string name = Text(namePointer);
        string which = input ? $"input '{name}'" : $"output '{name}'";
        if (calls.IsOnHost(engine, namePointer) || calls.IsShapeTensor(engine, namePointer))
        {
            throw new PolicyLoadException(
                $"the engine's {which} is a shape tensor, whose values decide the shapes of others: these are not"
                + " supported; build the engine from a model with fixed shapes there");
        }
        int format = calls.Format(engine, namePointer, 0);
        if (format != Linear)
        {
            throw new PolicyLoadException(
                $"the engine's {which} is laid out in TensorRT's format {format}; supported is linear (0): build the"
                + " engine without --inputIOFormats and --outputIOFormats, or with TYPE:chw");
        }
        InferDataType type = calls.DataType(engine, namePointer);
        ElementType element = ElementTypeMap.ToContract(type)
            ?? throw new PolicyLoadException(
                $"the engine's {which} has elements of TensorRT's type {type} ({(int)type}); supported are float32,"
                + " float16, bfloat16, int8, uint8, int32, int64 and bool: build the engine with one of these there");
        Dims shape = calls.Shape(engine, namePointer);
        library.Require(shape.Count is >= 0 and <= Dims.Most, $"the engine's {which} has {shape.Count} dimensions");
        TensorRole role = input ? TensorRoles.OfInput(name) : TensorRoles.OfOutput(name);
        TensorSpec? said = (input ? declared?.Inputs : declared?.Outputs)?.FirstOrDefault(spec => spec.Name == name);
        var dimensions = new Dimension[shape.Count];
        for (int i = 0; i < dimensions.Length; i++)
        {
            long size = shape.Size[i];
            library.Require(size is >= -1 and <= int.MaxValue, $"the engine's {which} has the shape {shape}");
            dimensions[i] = size >= 0 ? (int)size : Dimension.Free(Symbol(name, said, i));
        }
        return new EngineTensor(new TensorSpec(name, role, element, dimensions), namePointer, shape);
    }

    /// <summary>As <c>policy.json</c> calls it; else its own, except the first, which is the batch by custom.</summary>
    private static string Symbol(string tensor, TensorSpec? declared, int place) =>
        declared?.Shape.ElementAtOrDefault(place).Symbol ?? (place == 0 ? "batch" : $"{tensor}.dim{place}");

    private static unsafe string Text(nint name)
    {
        const int MostBytes = 4096; // TensorRT's own limit.
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)name);
        return Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MostBytes)]);
    }
}
