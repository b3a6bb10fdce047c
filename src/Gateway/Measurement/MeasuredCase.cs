using PolicyGate.Gateway.Configuration;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Gateway.Measurement;

/// <summary>A policy, and observations that are shown to it over and over.</summary>
/// <param name="Name">As <c>act-tiny/half</c>.</param>
/// <param name="Policy">Served alone.</param>
/// <param name="PluginFolder">Where its backend is.</param>
/// <param name="Frames">In turn.</param>
internal sealed record MeasuredCase(
    string Name, PolicyConfig Policy, string PluginFolder, IReadOnlyList<DriveFrame> Frames)
{
    /// <summary>Lays the observations ready, so that a tick costs its robot a line and nothing else.</summary>
    /// <param name="folder">Gets the files.</param>
    public IReadOnlyList<PreparedTick> Prepare(string folder) => [.. Frames.Select((frame, index) =>
    {
        string path = Path.Combine(folder, $"{index:D4}.arrow");
        File.WriteAllBytes(path, frame.File.Span);
        return new PreparedTick(path, frame.Metadata);
    })];
}
