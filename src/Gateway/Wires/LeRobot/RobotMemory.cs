using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>
/// A file with the robots that are served, so that they go on by themselves after the gateway was restarted: LeRobot's
/// client says only once what it wants.
/// </summary>
/// <remarks>It is this user's alone, and what is too old to be resumed is not read from it.</remarks>
internal sealed class RobotMemory
{
    // 256 robots' instructions are under 1 MiB.
    private const long MostBytes = 16 << 20;

    private readonly string? _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private bool _warned;

    /// <param name="endPoints">Whose robots; another gateway's on this machine has another file.</param>
    /// <param name="roots">Folders to keep it in; the first that can be used is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when it cannot be written.</param>
    public RobotMemory(IEnumerable<IPEndPoint> endPoints, IEnumerable<string> roots, TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        string? root = roots.FirstOrDefault(root => OperatingSystem.IsLinux() && PrivateFolder.Prepare(root) is null);
        string name = string.Join('-', endPoints).Replace(':', '.').Replace('/', '.');
        _path = root is null ? null : Path.Combine(root, $"lerobot-{name}.json");
    }

    /// <summary>Where a process may leave something for its next one; lost with the machine's power.</summary>
    public static IEnumerable<string> UsualRoots()
    {
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { } runtime && Path.IsPathRooted(runtime))
            yield return Path.Combine(runtime, "policygate");
        yield return Path.Combine(Path.GetTempPath(), $"policygate-{Environment.UserName}", "robots");
    }

    /// <summary>Those that were served when the last process was last seen.</summary>
    /// <param name="age">No longer ago than this.</param>
    public IReadOnlyList<RememberedRobot> Recall(TimeSpan age)
    {
        try
        {
            if (_path is null)
                return [];
            var file = new FileInfo(_path);
            if (!file.Exists || file.Length > MostBytes
                || _time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > age)
            {
                return [];
            }
            return JsonSerializer.Deserialize<RememberedRobot[]>(File.ReadAllBytes(_path)) ?? [];
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or JsonException)
        {
            Log.NotRemembered(_logger, _path!, unread.Message);
            return [];
        }
    }

    /// <summary>Writes the file anew: whole, or not at all. Without a robot there is none.</summary>
    public void Keep(IReadOnlyList<RememberedRobot> robots)
    {
        if (_path is null)
            return;
        lock (_gate)
        {
            try
            {
                if (robots.Count == 0)
                {
                    File.Delete(_path);
                    return;
                }
                string fresh = $"{_path}.new";
                File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(robots));
                File.Move(fresh, _path, overwrite: true);
            }
            catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
            {
                if (!_warned)
                    Log.NotRemembered(_logger, _path, unwritten.Message);
                _warned = true;
            }
        }
    }
}
