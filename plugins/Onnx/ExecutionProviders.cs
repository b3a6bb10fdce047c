using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>The execution providers of one session, in order of preference.</summary>
/// <param name="Names"><c>cpu</c>, <c>cuda</c>.</param>
/// <param name="CudaDevice">The GPU's number, where <c>cuda</c> is among them.</param>
internal sealed record ExecutionProviders(IReadOnlyList<string> Names, int CudaDevice)
{
    public bool Cuda => Names.Contains("cuda", StringComparer.OrdinalIgnoreCase);

    /// <summary>What the options name; where they name none, what the device asks for.</summary>
    /// <exception cref="PolicyLoadException">The device is unknown, or the two disagree.</exception>
    public static ExecutionProviders Choose(IReadOnlyList<string> named, string device)
    {
        bool cuda = device.StartsWith("cuda", StringComparison.OrdinalIgnoreCase);
        int number = 0;
        bool known = cuda
            ? device.Length == 4 || (device[4] == ':' && int.TryParse(
                device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out number))
            : device.Equals("cpu", StringComparison.OrdinalIgnoreCase);
        if (!known)
            throw new PolicyLoadException($"the device is '{device}'; this backend knows cpu, cuda and cuda:NUMBER");

        if (named.Count == 0)
            named = cuda ? ["cuda", "cpu"] : ["cpu"];
        var chosen = new ExecutionProviders(named, number);
        if (chosen.Cuda == cuda)
            return chosen;
        throw new PolicyLoadException(
            $"the device is '{device}' but ExecutionProviders are {string.Join(", ", named)}; make them agree");
    }

    /// <summary>Adds them to a session's options. The CPU's is always there, and always last.</summary>
    /// <exception cref="PolicyLoadException">CUDA is asked for and cannot be used.</exception>
    public void AddTo(SessionOptions options, OrtEnv environment)
    {
        if (Cuda)
            CudaProvider.AddTo(options, environment, CudaDevice);
    }

    public override string ToString() =>
        string.Join(", ", Names) + (Cuda ? $" (GPU {CudaDevice})" : "");
}
