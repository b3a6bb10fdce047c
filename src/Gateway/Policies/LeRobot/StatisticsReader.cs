using PolicyGate.Formats.Safetensors;

namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>Reads the statistics that a checkpoint's normalisation takes, and holds them to the same rules.</summary>
/// <param name="folder">Has the file, which is opened when it is first needed.</param>
/// <param name="step">Null where values stay as they are.</param>
internal sealed class StatisticsReader(CheckpointFolder folder, NormalizerStep? step) : IDisposable
{
    private SafetensorsFile? _file;
    private bool _looked;

    /// <summary>Identity, and errors, where they cannot be used.</summary>
    public NormalizationDescription Read(CheckpointFeature feature)
    {
        NormalizationMode mode = step?.ModeOf(feature) ?? NormalizationMode.Identity;
        if (step is null || mode is NormalizationMode.Identity)
        {
            folder.Note($"normalize {feature.Name}", "identity: it stays as it is");
            return NormalizationDescription.Identity;
        }
        if (Find(feature, mode) is not { } file)
            return NormalizationDescription.Identity;
        string[] statistics = NormalizationModes.StatisticsOf(mode);
        float[]? first = ReadValues(file, feature, mode, statistics[0]);
        float[]? second = first is null ? null : ReadValues(file, feature, mode, statistics[1]);
        if (first is null || second is null)
            return NormalizationDescription.Identity;
        bool divides = feature.Type is not FeatureTypes.Action;
        for (int i = 0; i < first.Length; i++)
        {
            if (StatisticsRules.Objection(mode, divides, first[i], second[i], step.Epsilon) is { } expected)
                Fail($"{step.TensorOf(feature, statistics[1])}[{i}]: expected {expected}, found {second[i]}");
        }
        folder.Note($"normalize {feature.Name}", $"{NormalizationModes.WordOf(mode)}, from {step.StatisticsFile}");
        return new NormalizationDescription(mode, first, second, step.Epsilon);
    }

    public void Dispose() => _file?.Dispose();

    private SafetensorsFile? Find(CheckpointFeature feature, NormalizationMode mode)
    {
        if (_looked)
            return _file;
        _looked = true;
        if (step!.StatisticsFile is { } file && folder.Has(file))
            return _file = folder.Open(file);
        string missing = step.StatisticsFile is null
            ? "no 'state_file' is named with"
            : $"there is no {step.StatisticsFile} with";
        folder.Fail($"{step.Where}: '{feature.Name}' is normalised by {NormalizationModes.WordOf(mode)}, and {missing}"
            + $" the statistics; {step.Advice}");
        return null;
    }

    private float[]? ReadValues(
        SafetensorsFile file, CheckpointFeature feature, NormalizationMode mode, string statistic)
    {
        string name = step!.TensorOf(feature, statistic);
        if (!file.Tensors.TryGetValue(name, out SafetensorsTensor? tensor))
        {
            Fail($"{name}: there is no such tensor, which {NormalizationModes.WordOf(mode)} takes ({step.Where});"
                + $" {step.Advice}");
            return null;
        }
        // One for each joint, or for each colour channel, which broadcasts over the picture's rows and columns.
        long[] expected = feature.Type is FeatureTypes.Visual ? [feature.Shape[0], 1, 1] : [feature.Shape[0]];
        if (!tensor.Shape.SequenceEqual(expected))
        {
            Fail($"{name}: expected [{string.Join(", ", expected)}], one value for each joint or colour channel, found"
                + $" [{string.Join(", ", tensor.Shape)}]");
            return null;
        }
        float[] values = new float[feature.Shape[0]];
        if (file.ReadFloats(tensor, values) is { } fault)
        {
            Fail(fault.Message);
            return null;
        }
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        if (bad < 0)
            return values;
        // Infinity is what LeRobot up to 0.3 writes for a policy that was never shown its dataset's statistics.
        Fail($"{name}[{bad}]: expected a finite number, found {values[bad]}; save the checkpoint with the statistics of"
            + " its dataset");
        return null;
    }

    private void Fail(string message) => folder.Fail($"{step!.StatisticsFile} {message}");
}
