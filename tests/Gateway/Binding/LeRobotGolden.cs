using System.Text.Json;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Binding;

/// <summary>
/// One tensor of a checkpoint that LeRobot saved, with its values before and after LeRobot's own normalisation, from
/// tests/data/lerobot-normalize.
/// </summary>
internal sealed class LeRobotGolden
{
    public LeRobotGolden(string checkpoint, string tensor)
    {
        string file = Repository.At($"tests/data/lerobot-normalize/{checkpoint}.json");
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement element = json.RootElement.GetProperty(tensor);
        Robot = Rows(element.GetProperty("robot"));
        Model = Rows(element.GetProperty("model"));
        bool picture = tensor.StartsWith("observation.images", StringComparison.Ordinal);
        List<string> errors = [];
        var reader = new NormalizationReader(picture ? 3 : 6, divides: tensor != "action", channels: picture);
        Normalize = reader.Read(new JsonField(element.GetProperty("normalize"), "normalize", errors));
        errors.ShouldBeEmpty();
    }

    public NormalizationDescription Normalize { get; }

    public IReadOnlyList<float[]> Robot { get; }

    public IReadOnlyList<float[]> Model { get; }

    private static float[][] Rows(JsonElement rows) =>
        [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())];
}
