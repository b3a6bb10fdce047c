using System.CommandLine;
using PolicyGate.Bench.Engines;
using PolicyGate.Bench.LeRobot;
using PolicyGate.Bench.Live;
using PolicyGate.Gateway.Measurement;
using PolicyGate.RobotClient;

namespace PolicyGate.Bench;

/// <summary>The bench's command line; without a verb, the tick's time by stage.</summary>
internal sealed class BenchCommand : RootCommand
{
    // Below it the 99th percentile would be the maximum.
    private const int FewestTicks = 100;

    private readonly Option<int> _ticks = new("--ticks")
    {
        Description = $"Timed ticks of a case, at least {FewestTicks}.",
        DefaultValueFactory = _ => 500,
    };

    private readonly Option<string?> _case = new("--case") { Description = "One case alone, as act-tiny/half." };

    private readonly Option<string?> _json = new("--json") { Description = "Writes the figures to this file too." };

    private readonly Option<double?> _hz = new("--hz")
    {
        Description = "Ticks a second; without it they come back to back.",
    };

    private readonly Option<string?> _python = new("--python")
    {
        Description = "Interpreter of the Python reference. Default: that of eng/python-env sim.",
    };

    public BenchCommand() : base(
        "The tick's time by stage, beside a plain read of its bytes, a bare run, and a reference in Python.")
    {
        foreach (Option option in new Option[] { _ticks, _case, _json, _hz, _python })
            Add(option);
        Add(new LoadCommand());
        Add(new StartCommand());
        Add(new LeRobotCommand());
        Add(new EnginesCommand());
        Add(new LiveCommand());
        // Of every verb.
        var cores = new Option<string?>("--cores")
        {
            Description = "Keeps the bench and all that it starts on these cores, as 0,1.",
            Recursive = true,
        };
        Add(cores);
        Cores = cores;
        SetAction(Run);
    }

    private Option<string?> Cores { get; }

    public static int Run(string[] args)
    {
        var command = new BenchCommand();
        ParseResult parsed = command.Parse(args);
        try
        {
            if (parsed.Errors.Count == 0 && parsed.GetValue(command.Cores) is string cores)
                CoreSet.Use(cores);
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException
            or HttpRequestException or OperationCanceledException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    private int Run(ParseResult parsed)
    {
        var options = new MeasurementOptions(parsed.GetValue(_ticks), parsed.GetValue(_hz));
        string? only = parsed.GetValue(_case);
        string[] asked = [.. BenchCases.Names.Where(name => only is null || name == only)];
        if (asked.Length == 0 || options.Ticks < FewestTicks || options.Hz <= 0)
        {
            Console.Error.WriteLine($"Expected at least {FewestTicks} ticks, a rate above 0, and where one case is "
                + $"asked for, one of {string.Join(", ", BenchCases.Names)}");
            return 2;
        }
        string? python = PythonReference.FindPython(parsed.GetValue(_python));
        if (python is null)
            Console.Error.WriteLine("No Python reference: make its environment with eng/python-env sim");
        var machine = Machine.Here();
        Console.WriteLine(machine);
        List<CaseResult> results = [];
        foreach (string name in asked)
        {
            results.Add(Measure(BenchCases.Open(name), options, python));
            ResultTable.Write(results[^1], Console.Out);
        }
        if (parsed.GetValue(_json) is string json)
            ResultFile.Write(json, machine, results);
        return 0;
    }

    private static CaseResult Measure(MeasuredCase one, MeasurementOptions options, string? python)
    {
        using var folder = new ScratchFolder("policygate-bench-");
        using var cleanup = new FolderOnSignal(folder);
        using PythonReference? reference = python is null ? null : new PythonReference(python);
        using var run = new CaseRun(one, folder, reference, TimeProvider.System);
        return run.Measure(options);
    }
}
