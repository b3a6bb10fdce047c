using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The modules in <c>tests/data/torchscript</c>, with what a <c>policy.json</c> would declare for them.</summary>
internal static class TorchModels
{
    public static readonly InferenceShape NothingFree = new(new Dictionary<string, int>());

    public static readonly RunArguments Arguments = new(1, 0, long.MaxValue, default, CancellationToken.None);

    public static string At(string name) => Repository.At($"tests/data/torchscript/{name}.pt");

    /// <summary>State of four joints in, a chunk of two rows and two joints out.</summary>
    public static PolicySignature Joints { get; } = Signature(
        [Input("observation.state", ElementType.Float32, 1, 4)], [Output("action", ElementType.Float32, 1, 2, 2)]);

    public static TensorSpec Input(string name, ElementType type, params Dimension[] shape) =>
        new(name, TensorRoles.OfInput(name), type, shape);

    public static TensorSpec Output(string name, ElementType type, params Dimension[] shape) =>
        new(name, TensorRoles.OfOutput(name), type, shape);

    public static PolicySignature Signature(TensorSpec[] inputs, TensorSpec[] outputs) => new(inputs, outputs);

    /// <summary>A method of <c>methods.pt</c>, called with the inputs in their order unless said otherwise.</summary>
    public static PolicyContext Method(
        string method, PolicySignature? declared = null, ITensorAllocator? memory = null, string[]? order = null,
        params IEnumerable<(string Key, string Value)> options)
    {
        declared ??= Joints;
        return TestContexts.Of(Path.GetDirectoryName(At("methods"))!, At("methods"), declared, memory, options) with
        {
            Call = new PositionalCall(method, order ?? [.. declared.Inputs.Select(input => input.Name)]),
        };
    }

    public static PolicyContext Of(string policyFolder, string backend, params IEnumerable<(string, string)> options)
    {
        PolicyFolder folder = PolicyFolder.Read(Repository.At(policyFolder), backend);
        return TestContexts.Of(folder.Folder, folder.ModelPath, folder.Declared, options: options);
    }

    public static Span<float> State(IInference inference) => MemoryMarshal.Cast<byte, float>(inference.Input(0));

    public static float[] Floats(IInference inference, int output = 0) =>
        MemoryMarshal.Cast<byte, float>(inference.Output(output)).ToArray();
}
