using PolicyGate.Abstractions;
using PolicyGate.Formats;

namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>
/// Reads a folder as LeRobot saves it (0.3.3 and 0.4.x) into what a <c>policy.json</c> would say of it, so that nothing
/// behind it knows a difference.
/// </summary>
internal sealed class CheckpointReader(CheckpointFolder folder)
{
    // Names stand in logs, metrics and answers to robots.
    private const int MaximumNameLength = 100;

    /// <summary>Null where anything was wrong, each told on its own.</summary>
    public PolicyDescription? Read()
    {
        int before = folder.Errors;
        CheckpointConfig? config = folder.ReadJson(
            CheckpointConfigReader.File, new CheckpointConfigReader(folder.Limits).Read);
        if (config is not null)
            folder.Note("type", config.Type);
        if (config is null || ProcessingReader.Read(folder, config) is not { } processing)
            return null;
        var description = new PolicyDescription
        {
            Folder = folder.Root,
            Name = NameOf(folder.Root),
            Type = config.Type,
            Models = CheckpointModels.All,
            Inputs = ReadInputs(config, processing.Inputs),
            Outputs = [ReadAction(config, processing)],
            Control = TrainingRate.Read(folder),
        };
        return folder.Errors == before ? description : null;
    }

    private static string NameOf(string path)
    {
        string name = Printable.Text(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        return name.Length <= MaximumNameLength ? name : name[..MaximumNameLength];
    }

    private List<TensorDescription> ReadInputs(CheckpointConfig config, NormalizerStep? step)
    {
        using var statistics = new StatisticsReader(folder, step);
        List<TensorDescription> inputs = [];
        foreach (CheckpointFeature feature in config.Inputs)
        {
            inputs.Add(new TensorDescription
            {
                Spec = SpecOf(feature, TensorRoles.OfInput(feature.Name), [1]),
                Normalize = statistics.Read(feature),
            });
        }
        return inputs;
    }

    private TensorDescription ReadAction(CheckpointConfig config, CheckpointProcessing processing)
    {
        using var statistics = new StatisticsReader(folder, processing.Action);
        return new TensorDescription
        {
            Spec = SpecOf(config.Action, TensorRole.Action, [1, config.Rows]),
            Normalize = statistics.Read(config.Action),
            Relative = processing.Relative?.Mask(config.Action.Shape[0]) ?? [],
        };
    }

    private TensorSpec SpecOf(CheckpointFeature feature, TensorRole role, Dimension[] before)
    {
        var spec = new TensorSpec(
            feature.Name, role, ElementType.Float32, [.. before, .. feature.Shape.Select(Dimension.FromInt32)]);
        // Not an integer: what the limits of each size allow may be more than any holds.
        double bytes = spec.Shape.Aggregate((double)sizeof(float), (product, dimension) => product * dimension.Size);
        if (bytes > folder.Limits.TensorBytes)
        {
            folder.Fail($"{CheckpointConfigReader.File}: '{feature.Name}' is {bytes:0} bytes; expected at most"
                + $" {folder.Limits.TensorBytes} (Limits:TensorBytes)");
        }
        return spec;
    }
}
