using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>Reads a pickled <c>RemotePolicyConfig</c>.</summary>
internal static class RemotePolicyConfigReader
{
    public static FormatFault? Read(ReadOnlyMemory<byte> pickle, PickleLimits limits, out RemotePolicyConfig? config) =>
        throw new NotSupportedException();
}
