using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers;

/// <summary>How many runs a worker can be given at once: one for each thread that may enter its engine.</summary>
internal static class WorkerLanes
{
    /// <summary>No engine so far takes more than one.</summary>
    public const int Maximum = 64;

    public static long RegionBytes => Maximum * LaneBlock.Bytes;

    /// <summary>With <see cref="PolicyTraits.SameThread"/> one, as in the gateway's own process.</summary>
    public static int CountFor(PolicyTraits traits) =>
        traits.SameThread ? 1 : Math.Clamp(traits.OwnerThreads, 1, Maximum);
}
