using System.Collections.Concurrent;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Tests.RobotClient.LeRobot;

/// <summary>Keeps what a recorder gets, in words.</summary>
internal sealed class KeptRecording : ILeRobotRecorder
{
    private readonly ConcurrentQueue<string> _entries = new();

    public IReadOnlyList<string> Entries => [.. _entries];

    public byte[] Instructions { get; private set; } = [];

    public void Began(RobotFeatures features, ReadOnlyMemory<byte> instructions)
    {
        Instructions = instructions.ToArray();
        _entries.Enqueue("began");
    }

    public void Sent(long timestep, double timestamp, ReadOnlySpan<byte> pickle) =>
        _entries.Enqueue($"sent {timestep}");

    public void Answered(long timestep, double timestamp, ReadOnlySpan<byte> pickle, string? refused) =>
        _entries.Enqueue($"answered {timestep} {refused}");

    public void Acted(long timestep, int queued, ReadOnlySpan<float> action, ReadOnlySpan<float> command) =>
        _entries.Enqueue($"acted {timestep} {action[0]}>{command[0]}");
}
