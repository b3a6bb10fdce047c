using System.Diagnostics;
using System.Text.Json;
using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A Docker daemon's stand-in (tests/docker/standins/dockerd) and its containers.</summary>
internal sealed class StandInDocker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string StandIns = Repository.At("tests/docker/standins");

    private readonly ScratchFolder _folder = new("policygate-docker-");
    private readonly Process _daemon;

    public StandInDocker()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "volumes"));
        // The robot's user must reach its socket.
        File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path)
            | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _daemon = Process.Start(new ProcessStartInfo(Path.Combine(StandIns, "dockerd"), [_folder.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _daemon.StandardOutput.ReadLine().ShouldBe("listening");
    }

    /// <summary>The volume <c>cache</c>, which the stock node names.</summary>
    public string Cache => Path.Combine(_folder.Path, "volumes", "cache");

    /// <summary>Lets a program find this Docker.</summary>
    public void Lend(ProcessStartInfo start)
    {
        start.Environment["POLICYGATE_DOCKERD"] = Path.Combine(_folder.Path, "docker.sock");
        start.Environment["PATH"] = $"{StandIns}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    /// <summary>Waits until that container runs.</summary>
    /// <returns>The id of its process 1, as it is called here.</returns>
    public int ProcessOf(int container) => Line(container, "pid").GetProperty("pid").GetInt32();

    /// <summary>Waits until that container has ended.</summary>
    /// <returns>Its exit code; 128 and the signal for one that was killed.</returns>
    public int ExitOf(int container) => Line(container, "ended").GetProperty("code").GetInt32();

    /// <summary>What it has written so far.</summary>
    public string LogOf(int container)
    {
        string path = Path.Combine(_folder.Path, $"{container}.log");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    public async ValueTask DisposeAsync()
    {
        _daemon.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await _daemon.WaitForExitAsync(patience.Token);
        _daemon.Dispose();
        _folder.Dispose();
    }

    private JsonElement Line(int container, string with)
    {
        JsonElement? found = null;
        Eventually.Holds(
            () => (found = Lines().Cast<JsonElement?>().FirstOrDefault(line =>
                line!.Value.GetProperty("container").GetInt32() == container
                && line.Value.TryGetProperty(with, out _))) is not null,
            () => $"container {container} has no '{with}': {string.Join('\n', Lines())}\n{LogOf(container)}");
        return found!.Value;
    }

    private List<JsonElement> Lines()
    {
        string path = Path.Combine(_folder.Path, "containers.jsonl");
        if (!File.Exists(path))
            return [];
        string[] whole = File.ReadAllText(path).Split('\n')[..^1];
        return [.. whole.Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }
}
