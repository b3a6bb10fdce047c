using System.Globalization;
using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Measurement;

/// <summary>What the figures were measured on.</summary>
/// <param name="Processor">As the kernel names it.</param>
/// <param name="Cores">That this process may use.</param>
/// <param name="Load">Tasks that wanted a core over the last minute, before the bench began.</param>
/// <param name="Runtime">Of .NET.</param>
internal sealed record Machine(string Processor, int Cores, double Load, string Runtime)
{
    public static Machine Here()
    {
        string? named = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return new Machine(
            named?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount, double.Parse(load, CultureInfo.InvariantCulture),
            RuntimeInformation.FrameworkDescription);
    }

    public override string ToString() => $"{Processor}, {Cores} cores, load {Load:0.0} at the start, {Runtime}";
}
