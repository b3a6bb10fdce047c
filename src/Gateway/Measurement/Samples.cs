using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Measurement;

/// <summary>One measured case's times in milliseconds; all memory is taken beforehand.</summary>
internal sealed class Samples
{
    private readonly double[][] _milliseconds;
    private readonly int[] _counts = new int[Enum.GetValues<Stage>().Length];

    /// <param name="capacity">Samples of each stage.</param>
    public Samples(int capacity) => _milliseconds = [.. _counts.Select(_ => new double[capacity])];

    public void Add(Stage stage, double milliseconds) =>
        _milliseconds[(int)stage][_counts[(int)stage]++] = milliseconds;

    /// <summary>Adds what an answer tells of its own stages.</summary>
    /// <exception cref="InvalidDataException">It does not tell the whole tick's time.</exception>
    public void Add(OpenArmStages told)
    {
        double? total = null;
        double pictures = 0;
        for (int i = 0; i < told.Count; i++)
        {
            OpenArmStage stage = told[i];
            if (Find(stage.Name) is not { } known)
                continue;
            Add(known, stage.Milliseconds);
            if (known is Stage.Read or Stage.Resize)
                pictures += stage.Milliseconds;
            else if (known is Stage.Total)
                total = stage.Milliseconds;
        }
        Add(Stage.Host, (total ?? throw new InvalidDataException("the answer does not tell its times")) - pictures);
    }

    /// <summary>Null where nothing was measured.</summary>
    public Distribution? Of(Stage stage)
    {
        int count = _counts[(int)stage];
        return count == 0 ? null : Distribution.Of(_milliseconds[(int)stage].AsSpan(0, count));
    }

    /// <summary>Forgets all, keeping the memory.</summary>
    public void Clear() => Array.Clear(_counts);

    private static Stage? Find(string told) => told switch
    {
        "read" => Stage.Read,
        "decode" => Stage.Decode,
        "wait" => Stage.Wait,
        "resize" => Stage.Resize,
        "run" => Stage.Run,
        "shape" => Stage.Shape,
        "total" => Stage.Total,
        _ => null,
    };
}
