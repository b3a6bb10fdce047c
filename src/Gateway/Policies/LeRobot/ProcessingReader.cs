namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>
/// Finds out what happens to values around a checkpoint's model: from LeRobot 0.4 on its processor files say it, up to
/// 0.3 <c>config.json</c> does, with the statistics among the weights.
/// </summary>
internal static class ProcessingReader
{
    private const string WeightsFile = "model.safetensors";

    // Fixed in LeRobot 0.3's formulas.
    private const float EpsilonBefore04 = 1e-8f;

    /// <summary>Null, and errors, where it cannot be told.</summary>
    public static CheckpointProcessing? Read(CheckpointFolder folder, CheckpointConfig config)
    {
        bool before = folder.Has(PipelineReader.PreprocessorFile);
        bool after = folder.Has(PipelineReader.PostprocessorFile);
        if (before && after)
            return ReadPipelines(folder, config);
        if (!before && !after)
            return ReadBuffers(folder, config);
        (string there, string missing) = before
            ? (PipelineReader.PreprocessorFile, PipelineReader.PostprocessorFile)
            : (PipelineReader.PostprocessorFile, PipelineReader.PreprocessorFile);
        folder.Fail($"{folder.Root} has {there} and no {missing}; copy all files of the checkpoint");
        return null;
    }

    private static CheckpointProcessing? ReadPipelines(CheckpointFolder folder, CheckpointConfig config)
    {
        folder.Note("form", "as LeRobot saves since 0.4: processor files with statistics of their own");
        CheckpointPipeline? before = folder.ReadJson(
            PipelineReader.PreprocessorFile, new PipelineReader(folder, config, after: false).Read);
        CheckpointPipeline? after = folder.ReadJson(
            PipelineReader.PostprocessorFile, new PipelineReader(folder, config, after: true).Read);
        if (before is null || after is null)
            return null;
        if (before.Relative is null != after.Relative is null)
        {
            folder.Fail("expected 'relative_actions_processor' and 'absolute_actions_processor' both enabled or"
                + $" both not, in {PipelineReader.PreprocessorFile} and {PipelineReader.PostprocessorFile}; found one");
        }
        else if (before.Relative is not null)
        {
            CheckState(folder, config);
        }
        return new CheckpointProcessing(before.Normalizer, after.Normalizer, before.Relative);
    }

    private static void CheckState(CheckpointFolder folder, CheckpointConfig config)
    {
        CheckpointFeature? state = config.Inputs.FirstOrDefault(input => input.Type is FeatureTypes.State);
        if (state is null || state.Shape[0] != config.Action.Shape[0])
        {
            folder.Fail($"{CheckpointConfigReader.File}: actions are relative to the state, which must have as"
                + $" many joints: expected {config.Action.ShapeText}, found {state?.ShapeText ?? "no state"}");
        }
    }

    private static CheckpointProcessing ReadBuffers(CheckpointFolder folder, CheckpointConfig config)
    {
        folder.Note("form", $"as LeRobot saved up to 0.3: statistics in {WeightsFile}");
        return new CheckpointProcessing(
            OfBuffer(config, "normalize_inputs.buffer_"), OfBuffer(config, "unnormalize_outputs.buffer_"),
            Relative: null);
    }

    private static NormalizerStep OfBuffer(CheckpointConfig config, string buffer) => new()
    {
        Where = $"{CheckpointConfigReader.File} normalization_mapping",
        Types = config.Inputs.Append(config.Action).ToDictionary(feature => feature.Name, feature => feature.Type),
        Modes = config.Modes.ToDictionary(
            mode => mode.Key,
            mode => mode.Value is NormalizationMode.MinMax ? NormalizationMode.MinMaxBefore04 : mode.Value),
        Epsilon = EpsilonBefore04,
        StatisticsFile = WeightsFile,
        Buffer = buffer,
        Advice = $"since 0.4 LeRobot saves them with {PipelineReader.PreprocessorFile}, which is not here: copy all"
            + " files of the checkpoint",
    };
}
