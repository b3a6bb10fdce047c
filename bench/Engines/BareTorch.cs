using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Bench.Engines;

/// <summary>The C++ program on libtorch alone, <c>plugins/TorchSharp/native/bench.cpp</c>.</summary>
internal static class BareTorch
{
    private const string Program = "artifacts/bench/torch_loop";

    /// <returns>Null where it was not built, which is said.</returns>
    public static EngineRow? Row(EngineModel model, PolicyDescription policy, TextWriter leftOut)
    {
        string program = Checkout.At(Program);
        if (!File.Exists(program) || policy.Call is not { } call)
        {
            leftOut.WriteLine($"TorchSharp's bare loop is left out, {program} is not there:"
                + " plugins/TorchSharp/native/build-bench artifacts/bench");
            return null;
        }
        IEnumerable<string> inputs = call.Arguments.Select(name =>
            Describe(policy.Inputs.Single(input => input.Spec.Name == name).Spec));
        string file = policy.Models["TorchSharp"][0];
        return new EngineRow(
            "TorchSharp", LoopKind.Bare, program,
            [Path.Combine(model.Path, file), "--method", call.Method, "--by-turns", "1", .. inputs]);
    }

    // As float32:1,16.
    private static string Describe(TensorSpec input) =>
        $"{input.Type.ToString().ToLowerInvariant()}:{string.Join(',', input.Shape.Select(size => size.Size))}";
}
