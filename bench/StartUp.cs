using PolicyGate.Gateway.Measurement;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Bench;

/// <summary>From the start of <c>policygate serve</c> to the end of its first answer, over and over.</summary>
internal static class StartUp
{
    /// <summary>Milliseconds of each.</summary>
    /// <exception cref="IOException">It did not start, or did not answer.</exception>
    /// <exception cref="InvalidDataException">Its answer was no chunk.</exception>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public static double[] Measure(
        string? executable, string backend, int times, TimeProvider time, CancellationToken stop)
    {
        MeasuredCase half = BenchCases.Open("act-tiny/half");
        using var folder = new ScratchFolder("policygate-bench-");
        PreparedTick tick = half.Prepare(folder.Path)[0];
        var milliseconds = new double[times];
        for (int i = 0; i < times; i++)
        {
            stop.ThrowIfCancellationRequested();
            long began = time.GetTimestamp();
            using var gateway = new GatewayProcess(
                executable, half.Policy.Folder, backend, cores: null, "--set", "Chunks:DropLateRows=false");
            using var robot = gateway.Connect(time);
            ReadOnlySpan<byte> answer = robot.Ask(tick.Line);
            milliseconds[i] = time.GetElapsedTime(began).TotalMilliseconds;
            var parser = new OpenArmAnswerParser();
            parser.Parse(answer);
            if (parser.Chunk.Rows == 0)
                throw new InvalidDataException($"no chunk but {parser.Error}");
        }
        return milliseconds;
    }
}
