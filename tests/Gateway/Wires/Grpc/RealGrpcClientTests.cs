using System.Text.Json;
using PolicyGate.Formats.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>gRPC's own Python library, which LeRobot's robots use, with their channel's options.</summary>
public sealed class RealGrpcClientTests
{
    private const string Text = "Gelenk \"Schulter\" fehlt: 100 % \n zu spät 🤖";

    [NeedsPythonFact("lerobot")]
    public async Task It_is_served_and_told_every_status_and_retries_none()
    {
        await using ProbeServer server = await ProbeServer.Start();

        JsonElement result = await PythonProgram.Run(
            "lerobot", ProbeServer.Patience, "tests/peers/grpc/calls.py", server.EndPoint.ToString());

        Pair(result, "echo").ShouldBe(("OK", "hello"));
        Pair(result, "stream").ShouldBe(("OK", $"10 {20 << 20}"));
        Pair(result, "nothing").ShouldBe(("OK", "0 0"));
        Pair(result, "unknown").ShouldBe(("UNIMPLEMENTED", "there is no /probe/Nothing"));
        Pair(result, "unread").ShouldBe(("FAILED_PRECONDITION", "not read at all"));
        Pair(result, "gzip").Code.ShouldBe("UNIMPLEMENTED");
        Pair(result, "gzip").Text.ShouldNotBeNull().ShouldContain("gzip");
        result.GetProperty("long").GetString().ShouldBe("FAILED_PRECONDITION");
        result.GetProperty("large").GetString().ShouldBe("OK");
        result.GetProperty("too_large").GetString().ShouldBe("RESOURCE_EXHAUSTED");
        result.GetProperty("deadline").GetString().ShouldBe("DEADLINE_EXCEEDED");
        result.GetProperty("cancelled").GetBoolean().ShouldBeTrue();
        result.GetProperty("many").GetInt32().ShouldBe(500);

        GrpcStatusCode[] codes = [.. Enum.GetValues<GrpcStatusCode>().Where(code => code is not GrpcStatusCode.Ok)];
        foreach (GrpcStatusCode code in codes)
            Pair(result, JsonNamingPolicy.SnakeCaseUpper.ConvertName($"{code}")).Text.ShouldBe(Text, $"{code}");
        // Its channel retries UNAVAILABLE and DEADLINE_EXCEEDED, five times each, wherever it may.
        const int Long = 1;
        server.Probe.CallsOf("/probe/Fail").ShouldBe(codes.Length + Long);
        server.Probe.Connected.ShouldBe(1);
    }

    private static (string? Code, string? Text) Pair(JsonElement result, string name)
    {
        JsonElement pair = result.GetProperty(name);
        return (pair[0].GetString(), pair[1].GetString());
    }
}
