using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>The execution providers of one session, in order of preference.</summary>
/// <param name="Chosen">At least one; <see cref="ProviderKind.Cpu"/>, where it is there, is the last.</param>
/// <param name="Device">The GPU's number, where one is among them.</param>
internal sealed record ExecutionProviders(IReadOnlyList<ProviderChoice> Chosen, int Device)
{
    public static ExecutionProviders Cpu { get; } = new([new ProviderChoice(ProviderKind.Cpu)], 0);

    public bool Gpu => Chosen.Any(choice => choice.IsGpu);

    /// <summary>Whether operators that no GPU provider takes may run on the CPU.</summary>
    public bool NamesCpu => Chosen.Any(choice => !choice.IsGpu);

    /// <summary>What is left without the most preferred one; at the end the CPU.</summary>
    public ExecutionProviders Next => Chosen.Count > 1 ? this with { Chosen = [.. Chosen.Skip(1)] } : Cpu;

    /// <summary>What the options name; where they name none, what the device asks for.</summary>
    /// <exception cref="PolicyLoadException">The device is unknown, or the two disagree.</exception>
    public static ExecutionProviders Choose(IReadOnlyList<ProviderChoice> named, string device)
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
            named = [new ProviderChoice(cuda ? ProviderKind.Cuda : ProviderKind.Cpu)];
        var chosen = new ExecutionProviders(named, number);
        if (chosen.Gpu == cuda)
            return chosen;
        throw new PolicyLoadException(
            $"the device is '{device}' but ExecutionProviders are {chosen.Names}; make them agree");
    }

    /// <summary>Adds them to a session's options. The CPU's is always there, and always last.</summary>
    /// <exception cref="PolicyLoadException">One of them cannot be used.</exception>
    public void AddTo(SessionOptions session, OrtEnv environment, OnnxOptions options, string modelPath)
    {
        foreach (ProviderChoice choice in Chosen.Where(choice => choice.IsGpu))
        {
            Dictionary<string, string> settings = ProviderSettings.Of(choice, options, modelPath);
            if (choice.Kind is ProviderKind.TensorRT)
                TensorRtProvider.AddTo(session, environment, Device, settings);
            else
                CudaProvider.AddTo(session, environment, Device, settings);
        }
        // The engine refuses the model then where the CPU would get an operator.
        if (Gpu && !NamesCpu && !options.AllowCpuFallback)
            session.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
    }

    /// <summary>What is wrong with where the nodes went; null where nothing is.</summary>
    public string? Objection(NodeAssignment nodes, bool allowCpuFallback)
    {
        if (!Gpu || allowCpuFallback || Chosen.Any(choice => choice.IsGpu && nodes.Runs(choice.Kind)))
            return null;
        return $"the device is cuda:{Device} and no operator of the model runs there (nodes: {nodes}); take the device"
            + " cpu for it, or set AllowCpuFallback";
    }

    /// <summary>As <c>cuda (GPU 0), cpu</c>.</summary>
    public override string ToString() => string.Join(", ", Chosen.Select(choice =>
        choice.Kind.ToString().ToLowerInvariant() + (choice.IsGpu ? $" (GPU {Device})" : "")));

    private string Names => string.Join(", ", Chosen.Select(choice => choice.Kind));
}
