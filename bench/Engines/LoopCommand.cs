using System.CommandLine;
using System.Globalization;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Bench.Engines;

/// <summary>
/// <c>engines loop</c>: runs one model in one way or in several. For <see cref="EngineProcess"/>, which says what it
/// writes.
/// </summary>
internal sealed class LoopCommand : Command
{
    private readonly Option<LoopKind[]> _kinds = new("--kind") { Required = true };
    private readonly Option<string> _policy = new("--policy") { Required = true };
    private readonly Option<int> _pause = new("--pause");
    private readonly Option<string> _backend = new("--backend") { DefaultValueFactory = _ => "Onnx" };

    public LoopCommand() : base("loop", "What engines starts for each of its rows.")
    {
        Hidden = true;
        foreach (Option option in new Option[] { _kinds, _policy, _backend, _pause })
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        double before = ResidentMegabytes();
        long begun = TimeProvider.System.GetTimestamp();
        var loops = new List<IEngineLoop>();
        try
        {
            foreach (LoopKind kind in parsed.GetValue(_kinds)!)
                loops.Add(Open(kind, parsed.GetValue(_policy)!, parsed.GetValue(_backend)!));
            loops.ForEach(loop => loop.Run());
            double milliseconds = Elapsed(begun) / 1e3;
            Write($"{milliseconds:0} {ResidentMegabytes() - before:0.0}");
            while (Console.ReadLine() is string line)
                TakeTurns(loops, int.Parse(line, CultureInfo.InvariantCulture), parsed.GetValue(_pause));
            return 0;
        }
        finally
        {
            loops.ForEach(loop => loop.Dispose());
        }
    }

    private static void TakeTurns(List<IEngineLoop> loops, int turns, int pauseMilliseconds)
    {
        using var clock = new AutoResetEvent(initialState: false);
        double[][] microseconds = [.. loops.Select(_ => new double[turns])];
        int[] order = [.. Enumerable.Range(0, loops.Count)];
        for (int turn = 0; turn < turns; turn++)
        {
            // In another order each time: what comes after a worker's run finds other caches than what comes after its
            // own like.
            Random.Shared.Shuffle(order);
            foreach (int i in order)
            {
                if (pauseMilliseconds > 0)
                    clock.WaitOne(pauseMilliseconds);
                long begun = TimeProvider.System.GetTimestamp();
                loops[i].Run();
                microseconds[i][turn] = Elapsed(begun);
            }
        }
        foreach (double[] way in microseconds)
            Write(string.Join(' ', way.Select(took => took.ToString("0.0", CultureInfo.InvariantCulture))));
    }

    private static IEngineLoop Open(LoopKind kind, string folder, string backend)
    {
        var policy = new PolicyConfig
        {
            Name = "bench",
            Folder = folder,
            Backend = backend,
            // A run that is late is to be measured, not to be answered without.
            Deadline = new LimitsOptions().InferenceTime,
            Worker = kind is LoopKind.Worker
                ? new WorkerConfig(Spare: false, new Dictionary<string, string>(), LibraryPath: null, MemoryBytes: null)
                : null,
        };
        return kind switch
        {
            LoopKind.Bare => new BareOnnx(Path.Combine(folder, "model.onnx")),
            LoopKind.Plugin => new PluginLoop(policy),
            _ => new ServedLoop(policy),
        };
    }

    private static double Elapsed(long begun) => TimeProvider.System.GetElapsedTime(begun).TotalMicroseconds;

    private static double ResidentMegabytes() => Environment.WorkingSet / 1e6;

    private static void Write(FormattableString line) => Write(FormattableString.Invariant(line));

    private static void Write(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
