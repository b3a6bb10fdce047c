using System.Text.Json;

namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>
/// How fast a checkpoint's chunks are to be played. LeRobot does not save the rate of the dataset; where the training
/// was evaluated in a simulation, <c>train_config.json</c> has that one's.
/// </summary>
internal static class TrainingRate
{
    private const string File = "train_config.json";

    // LeRobot's, of its robots, datasets and policy server.
    private const double DefaultHz = 30;

    public static ControlDescription Read(CheckpointFolder folder)
    {
        ControlDescription? control = folder.Has(File) ? folder.ReadJson(File, Find) : null;
        folder.Note("rate", control is null
            ? "LeRobot's default: a checkpoint does not hold its dataset's"
            : $"env.fps of {File}");
        return control ?? new ControlDescription(DefaultHz, CutoffHz: null);
    }

    private static ControlDescription? Find(JsonField root)
    {
        if (!root.Is(JsonValueKind.Object, "an object")
            || root.Find("env") is not { Value.ValueKind: JsonValueKind.Object } environment
            || environment.Find("fps") is not { } field)
        {
            return null;
        }
        double? hz = field.Number(ControlDescription.MinimumHz, ControlDescription.MaximumHz);
        return hz is null ? null : new ControlDescription(hz.Value, CutoffHz: null);
    }
}
