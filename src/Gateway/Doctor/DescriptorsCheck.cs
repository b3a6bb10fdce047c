using System.Globalization;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Doctor;

/// <summary>Whether as many robots as are let in can have their descriptors.</summary>
internal static class DescriptorsCheck
{
    public const string Table = "/proc/self/limits";

    /// <summary>Its socket, and the observation that is being read.</summary>
    private const int PerRobot = 2;

    /// <summary>The runtime, plugins, models and logs; 119 measured with ONNX Runtime, and as many again.</summary>
    private const int Others = 256;

    /// <param name="table">The lines of <see cref="Table"/>.</param>
    /// <param name="wires">Those configured; at least one counts.</param>
    /// <param name="limits">For <see cref="LimitsOptions.Connections"/>.</param>
    /// <param name="diagnosis">Receives the finding.</param>
    public static void Run(IEnumerable<string> table, int wires, LimitsOptions limits, Diagnosis diagnosis)
    {
        const string Subject = "open files", Row = "Max open files", Unlimited = "unlimited";
        string? row = table.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        string? allowed = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        long needed = ((long)Math.Max(wires, 1) * limits.Connections * PerRobot) + Others;
        if (allowed is null)
            diagnosis.Tell(Subject, $"how many are allowed cannot be read from {Table}");
        else if (allowed == Unlimited
            || (long.TryParse(allowed, CultureInfo.InvariantCulture, out long most) && most >= needed))
        {
            diagnosis.Good(Subject, $"{allowed} allowed, {needed} needed at most");
        }
        else
        {
            diagnosis.Warn(
                Subject, $"{allowed} allowed, {needed} needed where {limits.Connections} robots meet each wire",
                $"ulimit -n {needed}, LimitNOFILE={needed} in a systemd unit, or fewer Limits:Connections");
        }
    }
}
