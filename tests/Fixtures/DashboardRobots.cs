using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Fixtures;

/// <summary>Robots that go on asking, each on its own socket, until they are disposed of.</summary>
/// <remarks>One of them asks for a file that is not there every so often: twice in a row, so that it is held.</remarks>
internal sealed class DashboardRobots : IDisposable
{
    public const int Count = 4;

    /// <summary>What a peer can bring to the page: a path that is told in an error.</summary>
    public const string Hostile =
        "/dev/shm/<img src=x onerror=\"document.title='taken'\"><script>alert(1)</script>.arrow";

    private const int BadOnceIn = 9;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _threads = [];
    private readonly ConcurrentQueue<Exception> _failures = [];

    /// <param name="gateway">Whose socket they ask at.</param>
    /// <param name="requests">What they ask, one after the other, from the beginning again.</param>
    /// <param name="periods">How long each waits from one to the next.</param>
    public DashboardRobots(ServedGateway gateway, IReadOnlyList<string> requests, params TimeSpan[] periods)
    {
        for (int robot = 0; robot < Count; robot++)
        {
            (bool failing, TimeSpan period) = (robot == Count - 1, periods[robot % periods.Length]);
            var socket = gateway.Connect();
            // So that they are named in their order.
            socket.Ask(requests[0]);
            var thread = new Thread(() => Drive(socket, requests, period, failing)) { IsBackground = true };
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>What the reach policy was asked in a simulation, as if it were now.</summary>
    public static IReadOnlyList<string> Reach(ServedGateway gateway) =>
    [
        .. File.ReadLines(Repository.At("samples/episodes/reach/ticks.jsonl")).Select(line => GoldenRequest.At(
            JsonDocument.Parse(line).RootElement.GetProperty("request"), Repository.At("samples/episodes/reach"),
            gateway.Folder)),
    ];

    public void Dispose()
    {
        _stop.Cancel();
        foreach (Thread thread in _threads)
            thread.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _stop.Dispose();
        _failures.ShouldBeEmpty();
    }

    private void Drive(RobotSocket socket, IReadOnlyList<string> requests, TimeSpan period, bool failing)
    {
        using (socket)
        {
            try
            {
                for (int tick = 1; !_stop.Token.WaitHandle.WaitOne(period); tick++)
                {
                    string request = requests[tick % requests.Count];
                    bool bad = failing && tick % BadOnceIn is 0 or 1;
                    socket.Ask(bad ? Broken(request) : request);
                }
            }
#pragma warning disable CA1031 // On a thread of its own it would end the process, and say of which test nothing.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failures.Enqueue(failure);
            }
        }
    }

    private static string Broken(string request)
    {
        JsonNode changed = JsonNode.Parse(request)!;
        changed["data_path"] = Hostile;
        return changed.ToJsonString();
    }
}
