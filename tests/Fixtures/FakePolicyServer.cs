using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A policy server that answers one robot as the test says, over a real socket.</summary>
internal sealed class FakePolicyServer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<JsonElement, string?> _answer;
    private readonly Thread _thread;

    /// <param name="answer">From a request to its answer line; null closes the connection, nothing is no
    /// answer.</param>
    public FakePolicyServer(Func<JsonElement, string?> answer)
    {
        _answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public string SocketPath => Path.Combine(_folder.FullName, "policy.socket");

    public List<JsonElement> Requests { get; } = [];

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join(TimeSpan.FromSeconds(10)).ShouldBeTrue("the robot is still connected");
        _folder.Delete(recursive: true);
    }

    private void Serve()
    {
        try
        {
            using var robot = new RobotSocket(_listener.Accept());
            while (robot.ReadLine() is string line)
            {
                JsonElement request = JsonDocument.Parse(line).RootElement.Clone();
                Requests.Add(request);
                string? answer = _answer(request);
                if (answer is null)
                    return;
                if (answer.Length > 0)
                    robot.Send(Encoding.UTF8.GetBytes(answer + "\n"));
            }
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            // The robot has gone, or none came.
        }
    }
}
