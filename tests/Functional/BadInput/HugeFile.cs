using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>An observation with three pictures of 27 MB, which takes next to nothing of the disk.</summary>
internal static class HugeFile
{
    /// <returns>The request that asks for it.</returns>
    public static string Create(string folder)
    {
        string path = Path.Combine(folder, "huge.arrow");
        using JsonDocument sparse = JsonDocument.Parse(GoldenData.Bytes("openarm-hostile/huge-pictures.json"));
        using (FileStream file = File.Create(path))
        {
            file.SetLength(sparse.RootElement.GetProperty("length").GetInt64());
            foreach (JsonElement segment in sparse.RootElement.GetProperty("segments").EnumerateArray())
            {
                file.Position = segment.GetProperty("at").GetInt64();
                file.Write(Convert.FromHexString(segment.GetProperty("hex").GetString()!));
            }
        }
        return JsonSerializer.Serialize(new
        {
            name = "inference",
            data_path = path,
            metadata = new Dictionary<string, int>
            {
                ["camera_head_left.height"] = 3000,
                ["camera_head_left.width"] = 3000,
                ["camera_wrist_left.height"] = 3000,
                ["camera_wrist_left.width"] = 3000,
                ["camera_wrist_right.height"] = 3000,
                ["camera_wrist_right.width"] = 3000,
            },
        });
    }
}
