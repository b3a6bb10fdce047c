using System.Runtime.InteropServices;
using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>A policy with its memory counted, and what a host does to it in a tick.</summary>
/// <param name="policy">Disposed with this.</param>
/// <param name="memory">What its tensors lie in.</param>
/// <param name="order">The inputs in the order of the policy folder; null for the model's own.</param>
internal sealed class LoadedPolicy(IPolicy policy, TestTensorAllocator memory, IReadOnlyList<string>? order = null)
    : IDisposable
{
    private readonly IEpisode[] _episodes = policy is IStatefulPolicy stateful ? [stateful.CreateEpisode()] : [];

    // By name: the model's own order may be another.
    private readonly int[] _places =
    [
        .. policy.Signature.Inputs.Select((input, i) => order is null ? i : order.ToList().IndexOf(input.Name)),
    ];

    public IPolicy Policy => policy;

    public TestTensorAllocator Memory => memory;

    /// <summary>One run of one row, with no hurry.</summary>
    public RunArguments Arguments => new(Rows: 1, Seed: 7, Deadline: long.MaxValue, _episodes, default);

    private IEnumerable<TensorSpec> Tensors => policy.Signature.Inputs.Concat(policy.Signature.Outputs);

    public InferenceShape ShapeFor(int batch) => new(
        Tensors.SelectMany(tensor => tensor.Shape).Where(dimension => dimension.Symbol is not null)
            .Select(dimension => dimension.Symbol!).Distinct().ToDictionary(symbol => symbol, _ => batch));

    public IInference CreateInference(int batch = 1) => policy.CreateInference(ShapeFor(batch));

    /// <summary>Fills every input, equal for equal seeds.</summary>
    public void Fill(IInference inference, int seed, params IReadOnlyList<string> texts)
    {
        IReadOnlyList<TensorSpec> inputs = policy.Signature.Inputs;
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Type != ElementType.Utf8)
                ContractInputs.Fill(inference.Input(i), inputs[i].Type, _places[i], seed);
            else
                SetTexts(inference, i, texts is [] ? ["put the cube on the plate"] : texts);
        }
    }

    /// <summary>Runs once, from a reset episode, and copies every output.</summary>
    public byte[][] Run(IInference inference)
    {
        foreach (IEpisode episode in _episodes)
            episode.Reset();
        return RunOn(inference, Arguments);
    }

    /// <summary>Runs once, which should go well, and copies every output.</summary>
    public byte[][] RunOn(IInference inference, RunArguments arguments)
    {
        inference.Run(arguments).ShouldBe(RunResult.Ok);
        return Outputs(inference);
    }

    public byte[][] Outputs(IInference inference) =>
        [.. Enumerable.Range(0, policy.Signature.Outputs.Count).Select(i => inference.Output(i).ToArray())];

    public byte[][] Inputs(IInference inference) =>
        [.. Enumerable.Range(0, policy.Signature.Inputs.Count).Select(i => inference.Input(i).ToArray())];

    /// <summary>The output's numbers, whatever their type.</summary>
    public double[] Numbers(byte[][] outputs, string name)
    {
        int index = policy.Signature.Outputs.ToList().FindIndex(output => output.Name == name);
        byte[] bytes = outputs[index];
        return policy.Signature.Outputs[index].Type switch
        {
            ElementType.Float32 => Cast<float>(bytes, value => value),
            ElementType.Float16 => Cast<Half>(bytes, value => (double)value),
            ElementType.Float64 => Cast<double>(bytes, value => value),
            ElementType other => throw new NotSupportedException($"no case has an output of {other}"),
        };
    }

    /// <summary>Of the output that the robot is sent.</summary>
    public double[] Action(byte[][] outputs) =>
        Numbers(outputs, policy.Signature.Outputs.Single(output => output.Role == TensorRole.Action).Name);

    public Span<byte> Input(IInference inference, TensorRole role) =>
        inference.Input(policy.Signature.Inputs.ToList().FindIndex(input => input.Role == role));

    public nuint Bytes(TensorSpec spec, int batch = 1) =>
        ShapeFor(batch).Elements(spec) * (nuint)spec.Type.Size();

    public void Dispose()
    {
        foreach (IEpisode episode in _episodes)
            episode.Dispose();
        policy.Dispose();
    }

    private static void SetTexts(IInference inference, int index, IReadOnlyList<string> texts)
    {
        for (int row = 0; row < texts.Count; row++)
            inference.SetText(index, row, Encoding.UTF8.GetBytes(texts[row]));
    }

    private static double[] Cast<T>(byte[] bytes, Func<T, double> number)
        where T : struct
        => [.. MemoryMarshal.Cast<byte, T>(bytes).ToArray().Select(number)];
}
