using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Bench.Engines;

/// <summary>What a C++ program on libtorch would do, and nothing of PolicyGate: <c>native/torch_loop.cpp</c>.</summary>
internal static class BareTorch
{
    private const string Executable = "artifacts/bench/torch_loop";

    // As TorchThreads: one for a small model, else every second processor.
    private const long OneThreadBytes = 16 << 20;

    /// <returns>Null where it was not built, which is said.</returns>
    public static EngineProgram? Program(EngineModel model, PolicyDescription policy, TextWriter leftOut)
    {
        string program = Checkout.At(Executable);
        if (!File.Exists(program) || policy.Call is not { } call)
        {
            leftOut.WriteLine($"TorchSharp's bare loop is left out, {program} is not there: bench/native/build");
            return null;
        }
        string file = Path.Combine(model.Path, policy.Models["TorchSharp"][0]);
        int threads = new FileInfo(file).Length <= OneThreadBytes ? 1 : Math.Max(1, Environment.ProcessorCount / 2);
        IEnumerable<string> inputs = call.Arguments.Select(name =>
            Describe(policy.Inputs.Single(input => input.Spec.Name == name).Spec));
        return new EngineProgram(
            "TorchSharp", [LoopKind.Bare], program, [file, call.Method, $"{threads}", .. inputs]);
    }

    // As 1,3,60,96.
    private static string Describe(TensorSpec input) => input.Type is ElementType.Float32
        ? string.Join(',', input.Shape.Select(size => size.Size))
        : throw new InvalidDataException($"{input.Name} is {input.Type}; the bare loop knows float32 alone");
}
