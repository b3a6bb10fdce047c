using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("Echo", typeof(EchoBackend))]

/// <summary>Each row of the chunk is the state that came in, plus the number in the model file.</summary>
public sealed class EchoBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors)
    {
        foreach (IConfigurationSection option in options.GetChildren())
            errors.Add($"unknown option '{option.Key}'; this backend has none");
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel)
    {
        string path = context.ModelPath ?? throw new PolicyLoadException("policy.json names no model for Echo");
        if (!File.Exists(path) || !float.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out float bias))
            throw new PolicyLoadException($"model '{path}' is not a file that holds one number");
        return new EchoPolicy(context.Declared!, bias, context.Memory, context.Time);
    }
}

sealed class EchoPolicy(PolicySignature signature, float bias, ITensorAllocator memory, TimeProvider time) : IPolicy
{
    public PolicySignature Signature => signature;
    public PolicyTraits Traits { get; } = new(OwnerThreads: 1, SameThread: false, Deterministic: true);
    public PolicyIdentity Identity { get; } = new("Echo", "1.0", new Dictionary<string, string>());
    public IInference CreateInference(InferenceShape shape) => new EchoInference(
        signature, Allocate(signature.Inputs, shape), Allocate(signature.Outputs, shape), bias, time);
    public void Dispose() { }

    TensorMemory[] Allocate(IEnumerable<TensorSpec> tensors, InferenceShape shape) =>
        [.. tensors.Select(t => memory.Allocate(Math.Max(1, shape.Elements(t) * (nuint)t.Type.Size())))];
}

sealed class EchoInference(PolicySignature signature, TensorMemory[] inputs, TensorMemory[] outputs, float bias,
    TimeProvider time) : IInference
{
    readonly TensorMemory _state = inputs[signature.Inputs.ToList().FindIndex(t => t.Role == TensorRole.State)];
    readonly TensorMemory _action = outputs[signature.Outputs.ToList().FindIndex(t => t.Role == TensorRole.Action)];

    public Span<byte> Input(int index) => signature.Inputs[index].Type == ElementType.Utf8 ? [] : inputs[index].Span;
    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) { }
    public RunResult Run(in RunArguments arguments)
    {
        if (arguments.Cancel.IsCancellationRequested) return new(RunStatus.Cancelled, "nobody waits for it any more");
        if (time.GetTimestamp() >= arguments.Deadline) return new(RunStatus.DeadlineExceeded, "it comes too late");
        Span<float> state = MemoryMarshal.Cast<byte, float>(_state.Span);
        Span<float> action = MemoryMarshal.Cast<byte, float>(_action.Span);
        for (int i = 0; i < action.Length; i++)
            action[i] = state[i % state.Length] + bias;
        return RunResult.Ok;
    }
    public ReadOnlySpan<byte> Output(int index) => outputs[index].Span;
    public void Dispose() { foreach (TensorMemory tensor in (TensorMemory[])[.. inputs, .. outputs]) tensor.Dispose(); }
}
