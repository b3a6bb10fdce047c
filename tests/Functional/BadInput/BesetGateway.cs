using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>act-tiny behind a real socket, and a good robot beside whatever a test does to it.</summary>
public sealed class BesetGateway : IAsyncLifetime
{
    private static readonly double[][] Right = ActTinyAnswers.Of("half");

    private readonly Dictionary<string, string?> _settings;
    private ServedGateway _gateway = null!;

    public BesetGateway() : this([])
    {
    }

    private BesetGateway(Dictionary<string, string?> settings) => _settings = settings;

    /// <summary>Ticks from the start to the end.</summary>
    internal GoodRobot Good { get; private set; } = null!;

    /// <summary>A folder that observations are read from.</summary>
    internal string Folder => _gateway.Folder;

    internal string SocketPath => _gateway.SocketPath;

    internal LogLines Log => _gateway.Log;

    /// <summary>A request that is answered.</summary>
    internal string GoodLine { get; private set; } = null!;

    /// <summary>The same observation, at a path of its own for a test to spoil.</summary>
    internal string GoodFile { get; private set; } = null!;

    internal static void ShouldBeRight(JsonElement answer) => ActTinyAnswers.ShouldBe(answer, Right);

    /// <summary>No positions, and an error that says why.</summary>
    internal static void ShouldBeRefused(JsonElement answer, string reason)
    {
        answer.GetProperty("positions").GetArrayLength().ShouldBeLessThanOrEqualTo(2, "a skip, or a hold of two rows");
        answer.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNull().ShouldContain(reason);
    }

    internal RobotSocket Connect() => new(SocketPath);

    /// <summary>The good request with another file.</summary>
    internal string LineFor(string path) => GoodLine.Replace(GoodFile, path, StringComparison.Ordinal);

    /// <summary>The good observation at a path of its own.</summary>
    internal string Copy(string name)
    {
        string path = Path.Combine(Folder, name);
        File.Copy(GoodFile, path, overwrite: true);
        return path;
    }

    /// <summary>One of a test's own.</summary>
    internal static async Task<BesetGateway> Start(Dictionary<string, string?> settings)
    {
        var beset = new BesetGateway(settings);
        await beset.InitializeAsync();
        return beset;
    }

    public async Task InitializeAsync()
    {
        _gateway = await ServedGateway.Start(ActTinyAnswers.Policy, settings: _settings);
        GoodLine = GoldenRequest.For(GoldenData.OpenArm("half"), Folder);
        using JsonDocument request = JsonDocument.Parse(GoodLine);
        GoodFile = request.RootElement.GetProperty("data_path").GetString()!;
        Good = new GoodRobot(SocketPath, GoodLine, ShouldBeRight);
    }

    public async Task DisposeAsync()
    {
        Good.Dispose();
        await _gateway.DisposeAsync();
    }
}
