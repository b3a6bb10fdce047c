using System.Text.Json;
using PolicyGate.Formats.Pickle;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.LeRobot;

/// <summary>Pickles of LeRobot's own client and server, with what is in each: <c>tests/data/lerobot</c>.</summary>
internal static class LeRobotGolden
{
    /// <summary>The gateway's defaults.</summary>
    public static readonly PickleLimits Limits =
        new(Bytes: 256 << 20, Opcodes: 65_536, Depth: 32, MemoEntries: 65_536);

    private static readonly string[] Folders =
    [
        "lerobot-0.3.3_torch-2.13_numpy-2.4", "lerobot-0.4.4_torch-2.13_numpy-2.4",
        "lerobot-0.6.2_torch-1.13_numpy-1.24",
    ];

    private static readonly Dictionary<string, JsonElement> Values = Folders.ToDictionary(
        folder => folder,
        folder => JsonDocument.Parse(GoldenData.Bytes($"lerobot/{folder}/values.json")).RootElement);

    /// <summary>Files of all folders whose names begin so, as <c>folder/file</c>.</summary>
    public static IEnumerable<string> Files(string prefix) =>
        from folder in Folders
        from file in Values[folder].EnumerateObject()
        where file.Name.StartsWith(prefix, StringComparison.Ordinal)
        select $"{folder}/{file.Name}";

    public static byte[] Bytes(string file) => GoldenData.Bytes($"lerobot/{file}");

    /// <summary>What Python found in it.</summary>
    public static JsonElement ValuesOf(string file)
    {
        string[] parts = file.Split('/');
        return Values[parts[0]].GetProperty(parts[1]);
    }

    /// <summary>An array's values without gaps, the last axis running fastest, by its strides alone.</summary>
    public static byte[] RowMajor(PickleArray array)
    {
        var bytes = new List<byte>();
        (int d0, int d1, int d2, int d3) = array.Shape;
        for (int i = 0; i < d0; i++)
        for (int j = 0; j < d1; j++)
        for (int k = 0; k < d2; k++)
        for (int l = 0; l < d3; l++)
        {
            int at = (i * array.Strides.First) + (j * array.Strides.Second) + (k * array.Strides.Third)
                + (l * array.Strides.Fourth);
            bytes.AddRange(array.Data.Span.Slice(at, array.ItemSize));
        }
        return [.. bytes];
    }

    public static int[] ShapeOf(PickleArray array)
    {
        (int d0, int d1, int d2, int d3) = array.Shape;
        return [.. new[] { d0, d1, d2, d3 }.Take(array.Rank)];
    }

    /// <summary>NumPy's name of an array's type.</summary>
    public static string TypeOf(PickleArray array) => array.Kind switch
    {
        'f' => "float",
        'i' => "int",
        'u' => "uint",
        _ => "bool",
    } + (array.Kind == 'b' ? "" : (8 * array.ItemSize).ToString());
}
