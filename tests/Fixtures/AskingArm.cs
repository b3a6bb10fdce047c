using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Fixtures;

/// <summary>An OpenArm robot that shows one recorded observation as often as it is told.</summary>
internal sealed class AskingArm : IDisposable
{
    private readonly RobotSocket _socket;
    private readonly JsonNode _request;

    public AskingArm(ServedGateway gateway, string golden = "half")
    {
        _socket = gateway.Connect();
        _request = JsonNode.Parse(GoldenRequest.For(GoldenData.OpenArm(golden), gateway.Folder))!;
    }

    /// <summary>One tick.</summary>
    /// <param name="reset">Whether an episode begins with it.</param>
    public JsonElement Ask(bool reset = false)
    {
        _request["reset"] = reset;
        return _socket.Ask(_request.ToJsonString());
    }

    /// <summary>An episode begins, and goes on from here.</summary>
    /// <returns>The first value of its chunk.</returns>
    public double Begin()
    {
        Ask(reset: true);
        // Its id comes again, which is taken for another episode, once: from then on it is taken to say nothing.
        return Value();
    }

    /// <summary>The first value of a tick's chunk, which there must be.</summary>
    public double Value()
    {
        JsonElement answer = Ask();
        answer.TryGetProperty("error", out JsonElement error).ShouldBeFalse($"{error}");
        return answer.GetProperty("positions")[0][0].GetDouble();
    }

    public void Dispose() => _socket.Dispose();
}
