using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A recorded request line, led to a copy of its file where the gateway may read it.</summary>
internal static class GoldenRequest
{
    /// <param name="golden">From <c>openarm/index.json</c>.</param>
    /// <param name="folder">Receives the observation.</param>
    public static string For(GoldenObservation golden, string folder) =>
        Rewrite(golden.Request!, GoldenData.Path(golden.File), folder);

    /// <param name="request">As recorded; its <c>data_path</c> is a bare name, of a file that may be
    /// compressed.</param>
    /// <param name="recordings">Where that file is.</param>
    /// <param name="folder">Receives the observation.</param>
    public static string At(JsonElement request, string recordings, string folder)
    {
        string source = Path.Combine(recordings, request.GetProperty("data_path").GetString()!);
        return Rewrite(request.GetRawText(), File.Exists(source) ? source : source + ".gz", folder);
    }

    private static string Rewrite(string line, string source, string folder)
    {
        JsonNode request = JsonNode.Parse(line)!;
        string target = Path.Combine(folder, Path.GetFileName(source).Replace(".gz", "", StringComparison.Ordinal));
        using (FileStream from = File.OpenRead(source))
        using (FileStream to = File.Create(target))
        using (Stream content = source.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(from, CompressionMode.Decompress)
            : from)
        {
            content.CopyTo(to);
        }
        request["data_path"] = target;
        return request.ToJsonString();
    }
}
