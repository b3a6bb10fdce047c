using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>A gateway without a gRPC wire pays nothing for there being one.</summary>
public sealed class KestrelLoadingTests
{
    [Fact]
    public async Task Without_a_gRPC_wire_nothing_of_Kestrel_is_loaded()
    {
        string policy = Repository.At("samples/policies/reach");
        await using GatewayProcess gateway = await GatewayProcess.StartCold(policy, "Scripted");

        string mapped = await File.ReadAllTextAsync($"{gateway.ProcFolder}/maps");

        mapped.ShouldContain("policygate.dll");
        mapped.ShouldNotContain("Kestrel");
    }
}
