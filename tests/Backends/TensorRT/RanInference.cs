using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>What tests do with an inference of the engines in <see cref="FakeEngines"/>.</summary>
internal static class RanInference
{
    public static RunArguments Arguments => new(Rows: 1, Seed: 0, Deadline: long.MaxValue, default, default);

    public static IInference CreateInference(this IPolicy policy, params (string Symbol, int Size)[] sizes) =>
        policy.CreateInference(new InferenceShape(sizes.ToDictionary(size => size.Symbol, size => size.Size)));

    public static RunResult Run(this IInference inference, params float[] state)
    {
        state.CopyTo(MemoryMarshal.Cast<byte, float>(inference.Input(0)));
        return inference.Run(Arguments);
    }

    public static float[] Answer(this IInference inference, params float[] state)
    {
        inference.Run(state).ShouldBe(RunResult.Ok);
        return MemoryMarshal.Cast<byte, float>(inference.Output(0)).ToArray();
    }

    public static void ShouldAnswer(this IInference inference, float first)
    {
        float[] state = [first, first + 1, first + 2];
        inference.Answer(state).ShouldBe(
            [.. state.Select(x => x + FakeEngines.Step), .. state.Select(x => x + (2 * FakeEngines.Step))]);
    }
}
