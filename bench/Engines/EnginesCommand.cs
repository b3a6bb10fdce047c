using System.CommandLine;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.Engines;

/// <summary><c>engines</c>: what PolicyGate adds to each engine's own run, row by row, by turns.</summary>
internal sealed class EnginesCommand : Command
{
    private readonly Option<string?> _model = new("--model")
    {
        Description = "One model alone: " + string.Join(", ", EngineModel.All.Select(model => model.Name)) + ".",
    };

    private readonly Option<string?> _backend = new("--backend") { Description = "One backend alone, as Onnx." };
    private readonly Option<int?> _blocks = new("--blocks") { Description = "Turns of each row." };

    public EnginesCommand() : base("engines", "What PolicyGate adds to each engine's bare loop, by turns.")
    {
        foreach (Option option in new Option[] { _model, _backend, _blocks })
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
            IEnumerable<EngineRow> rows = EngineRows.Of(model, Console.Error);
            if (parsed.GetValue(_backend) is string backend)
                rows = rows.Where(row => row.Backend.Equals(backend, StringComparison.OrdinalIgnoreCase));
            Measure(model, rows, parsed.GetValue(_blocks) ?? model.Blocks);
        }
        return 0;
    }

    private static void Measure(EngineModel model, IEnumerable<EngineRow> rows, int blocks)
    {
        var processes = new List<EngineProcess>();
        try
        {
            // One after the other: each loads on a machine that does nothing else.
            foreach (EngineRow row in rows)
                processes.Add(new EngineProcess(row));
            TakeTurns(processes, model.Block, blocks: 2);
            processes.ForEach(process => process.Forget());
            TakeTurns(processes, model.Block, blocks);
            EngineTable.Write(model, processes, Console.Out);
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }
    }

    private static void TakeTurns(List<EngineProcess> processes, int block, int blocks)
    {
        for (int turn = 0; turn < blocks; turn++)
        {
            foreach (EngineProcess process in processes)
                process.Run(block);
        }
    }
}
