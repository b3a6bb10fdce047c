using System.CommandLine;
using System.Globalization;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Bench.Engines;

/// <summary>
/// <c>engines loop</c>: one way to run one model, in a process of its own. For <see cref="EngineProcess"/>, which says
/// what it writes.
/// </summary>
internal sealed class LoopCommand : Command
{
    private readonly Option<LoopKind> _kind = new("--kind") { Required = true };
    private readonly Option<string> _policy = new("--policy") { Required = true };
    private readonly Option<string> _backend = new("--backend") { DefaultValueFactory = _ => "Onnx" };

    public LoopCommand() : base("loop", "What engines starts for each of its rows.")
    {
        Hidden = true;
        foreach (Option option in new Option[] { _kind, _policy, _backend })
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        double before = ResidentMegabytes();
        long begun = TimeProvider.System.GetTimestamp();
        using IEngineLoop loop = Open(parsed);
        loop.Run();
        double milliseconds = Elapsed(begun) / 1e3;
        Write($"{milliseconds:0} {ResidentMegabytes() - before:0.0}");
        while (Console.ReadLine() is string line)
        {
            var microseconds = new double[int.Parse(line, CultureInfo.InvariantCulture)];
            for (int i = 0; i < microseconds.Length; i++)
            {
                begun = TimeProvider.System.GetTimestamp();
                loop.Run();
                microseconds[i] = Elapsed(begun);
            }
            Write(string.Join(' ', microseconds.Select(took => took.ToString("0.0", CultureInfo.InvariantCulture))));
        }
        return 0;
    }

    private IEngineLoop Open(ParseResult parsed)
    {
        string folder = parsed.GetValue(_policy)!;
        LoopKind kind = parsed.GetValue(_kind);
        var policy = new PolicyConfig
        {
            Name = "bench",
            Folder = folder,
            Backend = parsed.GetValue(_backend)!,
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
