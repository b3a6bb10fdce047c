using System.CommandLine;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.Engines;

/// <summary><c>engines</c>: what PolicyGate adds to each engine's own run, and what loading takes.</summary>
internal sealed class EnginesCommand : Command
{
    private const int WarmUpTurns = 3;

    private readonly Option<string?> _model = new("--model")
    {
        Description = "One model alone: " + string.Join(", ", EngineModel.All.Select(model => model.Name)) + ".",
    };

    private readonly Option<string?> _backend = new("--backend") { Description = "One backend alone, as Onnx." };
    private readonly Option<int> _pause = new("--pause")
    {
        Description = "Milliseconds before each run, as 33 for a robot at 30 Hz.",
    };

    private readonly Option<int?> _turns = new("--turns") { Description = "Of each process." };

    public EnginesCommand() : base("engines", "What PolicyGate adds to each engine's bare loop, by turns.")
    {
        foreach (Option option in new Option[] { _model, _backend, _pause, _turns })
            Add(option);
        Add(new LoopCommand());
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        Console.WriteLine(Machine.Here());
        string? only = parsed.GetValue(_model);
        foreach (EngineModel model in EngineModel.All.Where(model => only is null || model.Name == only))
        {
            if (!model.IsThere)
            {
                Console.Error.WriteLine($"{model.Name} is left out, it is not in {model.Path}: {model.Missing}");
                continue;
            }
            IEnumerable<EngineProgram> programs = EnginePrograms.Of(model, parsed.GetValue(_pause), Console.Error);
            if (parsed.GetValue(_backend) is string backend)
                programs = programs.Where(one => one.Backend.Equals(backend, StringComparison.OrdinalIgnoreCase));
            Measure(model, [.. programs], parsed.GetValue(_turns) ?? model.Turns);
        }
        return 0;
    }

    private static void Measure(EngineModel model, IReadOnlyList<EngineProgram> programs, int turns)
    {
        List<EngineFigures> figures = Load(model, programs);
        var processes = new List<EngineProcess>();
        try
        {
            foreach (EngineProgram program in programs)
                processes.Add(new EngineProcess(program));
            TakeTurns(processes, model.RunsATurn, WarmUpTurns);
            processes.ForEach(process => process.Forget());
            TakeTurns(processes, model.RunsATurn, turns);
            var samples = processes.SelectMany(process => process.Microseconds).ToList();
            EngineTable.Write(
                model, [.. figures.Zip(samples, (one, runs) => one with { Microseconds = [.. runs.Order()] })],
                Console.Out);
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }
    }

    /// <summary>Each way in a process that does nothing else.</summary>
    private static List<EngineFigures> Load(EngineModel model, IEnumerable<EngineProgram> programs)
    {
        var figures = new List<EngineFigures>();
        foreach (EngineProgram program in programs)
        {
            foreach (LoopKind kind in program.Kinds)
            {
                using var alone = new EngineProcess(program.Alone(kind, model.Path));
                figures.Add(new EngineFigures(
                    program.Backend, kind, alone.LoadMilliseconds, alone.LoadedMegabytes, Microseconds: []));
            }
        }
        return figures;
    }

    private static void TakeTurns(List<EngineProcess> processes, int runs, int turns)
    {
        for (int turn = 0; turn < turns; turn++)
        {
            foreach (EngineProcess process in processes)
                process.Run(runs);
        }
    }
}
