using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Doctor;

/// <summary>All that can be told of the machine without serving. Changes nothing, and disturbs no robot.</summary>
internal static class MachineCheck
{
    /// <param name="config">Null where it has errors: then what it would need is not known.</param>
    /// <param name="diagnosis">Receives the findings.</param>
    public static void Run(GatewayConfig? config, Diagnosis diagnosis)
    {
        IReadOnlyList<OpenArmWireConfig> wires = config?.OpenArm ?? [];
        IEnumerable<string> roots = wires.Count > 0
            ? wires.SelectMany(wire => wire.DataRoots)
            : OpenArmWireConfig.DefaultDataRoots;
        bool wantsGpu = config?.Policies.Values.Any(policy => policy.Device != "cpu") ?? false;

        ProcessorCheck.Run(diagnosis);
        MemoryCheck.Run(MemoryCheck.SharedMemory, diagnosis);
        DataRootsCheck.Run(roots, LibC.GetEffectiveUserId(), diagnosis);
        SocketsCheck.Run(wires, ListeningSockets.Read(LinesOf(ListeningSockets.Table)), diagnosis);
        if (config is not null)
            RightsCheck.Run(config, LibC.GetEffectiveUserId(), diagnosis);
        DescriptorsCheck.Run(
            LinesOf(DescriptorsCheck.Table), wires.Count, config?.Limits ?? new LimitsOptions(), diagnosis);
        ClockCheck.Run(diagnosis);
        GraphicsCheck.Run("/dev", wantsGpu, diagnosis);
        LibrariesCheck.Run(diagnosis);
    }

    /// <summary>None where it cannot be read: each check says what that means.</summary>
    private static string[] LinesOf(string table)
    {
        try
        {
            return File.ReadAllLines(table);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
