using System.Text.Json;

namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>Reads the normalisation of a processor file: LeRobot 0.4 and newer.</summary>
/// <param name="folder">Has the statistics.</param>
/// <param name="features">As <c>config.json</c> has them; a step that says otherwise is refused.</param>
internal sealed class NormalizerReader(CheckpointFolder folder, IReadOnlyList<CheckpointFeature> features)
{
    private const string Expected = "modes by feature type";

    // LeRobot's words are these in capitals.
    private static readonly string[] Words = [.. Enum.GetValues<NormalizationMode>()
        .Where(mode => mode is not NormalizationMode.MinMaxBefore04)
        .Select(mode => NormalizationModes.WordOf(mode).ToUpperInvariant())];

    /// <param name="step">The whole step.</param>
    /// <param name="config">Its <c>config</c>; an object.</param>
    /// <param name="action">Whether it is the one that brings actions back, which no list of features limits.</param>
    public NormalizerStep Read(JsonField step, JsonField config, bool action)
    {
        const double Default = NormalizationReader.DefaultEpsilon;
        Dictionary<string, string> types = config.Find("features") is { } list ? ReadTypes(list) : [];
        if (action)
            types["action"] = FeatureTypes.Action;
        else if (config.Find("normalize_observation_keys") is { Value.ValueKind: not JsonValueKind.Null } only)
            Limit(types, only);
        return new NormalizerStep
        {
            Where = $"{step.File} {step.Path}",
            Types = types,
            Modes = config.Find("norm_map") is { } map ? ReadModes(map) : [],
            Epsilon = (float)(config.Find("eps") is { } eps ? eps.Number(0, 1) ?? Default : Default),
            StatisticsFile = ReadFile(step),
            Advice = "LeRobot leaves such values as they are: if the policy was trained so, set the mode to"
                + " \"IDENTITY\", else save the checkpoint with the statistics of its dataset",
        };
    }

    /// <summary>By feature type; what was wrong is left out.</summary>
    public static Dictionary<string, NormalizationMode> ReadModes(JsonField field)
    {
        var modes = new Dictionary<string, NormalizationMode>(StringComparer.Ordinal);
        if (!field.Is(JsonValueKind.Object, Expected))
            return modes;
        foreach ((string type, JsonField member) in field.Members())
        {
            if (member.Word(Words) is { } word)
                modes[type] = NormalizationModes.Of(word.ToLowerInvariant());
        }
        return modes;
    }

    private Dictionary<string, string> ReadTypes(JsonField field)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!field.Is(JsonValueKind.Object, "features by name"))
            return types;
        foreach ((string name, JsonField member) in field.Members())
        {
            if (FeatureReader.Read(name, member) is not { } feature)
                continue;
            types[name] = feature.Type;
            CheckpointFeature? known = features.FirstOrDefault(other => other.Name == name);
            if (known is not null && !known.Shape.SequenceEqual(feature.Shape))
            {
                member.Fail($"expected the shape {known.ShapeText}, as {CheckpointConfigReader.File} has it, found"
                    + $" {feature.ShapeText}; take both files from one checkpoint");
            }
        }
        return types;
    }

    private static void Limit(Dictionary<string, string> types, JsonField only)
    {
        if (!only.Is(JsonValueKind.Array, "a list of features"))
            return;
        var kept = only.Items().Select(item => item.Text("a feature's name")).ToHashSet(StringComparer.Ordinal);
        foreach (string name in types.Keys.Where(name => !kept.Contains(name)).ToArray())
            types.Remove(name);
    }

    private string? ReadFile(JsonField step)
    {
        const string ExpectedFile = "a file of the checkpoint's folder, relative to it";
        if (step.Find("state_file") is not { } field || field.Text(ExpectedFile) is not { } file)
            return null;
        if (ModelFiles.IsInside(folder.Root, file))
            return file;
        field.FailExpected(ExpectedFile);
        return null;
    }
}
