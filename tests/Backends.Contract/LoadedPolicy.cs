using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>A policy with its memory counted, and what a host does to it in a tick.</summary>
internal sealed class LoadedPolicy(IPolicy policy, TestTensorAllocator memory) : IDisposable
{
    private readonly IEpisode[] _episodes = policy is IStatefulPolicy stateful ? [stateful.CreateEpisode()] : [];

    public IPolicy Policy => policy;

    public TestTensorAllocator Memory => memory;

    /// <summary>One row of everything that is free.</summary>
    public InferenceShape Shape { get; } = new(
        policy.Signature.Inputs.Concat(policy.Signature.Outputs).SelectMany(tensor => tensor.Shape)
            .Where(dimension => dimension.Symbol is not null).Select(dimension => dimension.Symbol!).Distinct()
            .ToDictionary(symbol => symbol, _ => 1));

    public RunArguments Arguments => new(Rows: 1, Seed: 7, Deadline: long.MaxValue, _episodes, default);

    public IInference CreateInference() => policy.CreateInference(Shape);

    /// <summary>Fills every input with numbers between 0 and 1, equal for equal seeds.</summary>
    public void Fill(IInference inference, int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < policy.Signature.Inputs.Count; i++)
        {
            switch (policy.Signature.Inputs[i].Type)
            {
                case ElementType.Utf8:
                    inference.SetText(i, 0, "put the cube on the plate"u8);
                    break;
                case ElementType.Float32:
                    foreach (ref float value in MemoryMarshal.Cast<byte, float>(inference.Input(i)))
                        value = random.NextSingle();
                    break;
                default:
                    inference.Input(i).Fill(1);
                    break;
            }
        }
    }

    /// <summary>Runs once, from a reset episode, and copies every output.</summary>
    public byte[][] Run(IInference inference)
    {
        foreach (IEpisode episode in _episodes)
            episode.Reset();
        inference.Run(Arguments).ShouldBe(RunResult.Ok);
        return [.. Enumerable.Range(0, policy.Signature.Outputs.Count).Select(i => inference.Output(i).ToArray())];
    }

    public nuint Bytes(TensorSpec spec) => Shape.Elements(spec) * (nuint)spec.Type.Size();

    public void Dispose()
    {
        foreach (IEpisode episode in _episodes)
            episode.Dispose();
        policy.Dispose();
    }
}
