using System.IO.Compression;
using System.Text.Json.Nodes;

namespace PolicyGate.Bench;

/// <summary>A policy, and recorded requests that are asked of it over and over.</summary>
/// <param name="Name">As <c>act-tiny/half</c>.</param>
/// <param name="PolicyFolder">Absolute.</param>
/// <param name="ObservationFolder">Where the requests' files lie, as they are or gzipped.</param>
/// <param name="Requests">As the stock node sent them, <c>data_path</c> cut to the base name.</param>
internal sealed record BenchCase(
    string Name, string PolicyFolder, string ObservationFolder, IReadOnlyList<JsonNode> Requests)
{
    /// <summary>Lays the observations ready, so that a tick costs its robot a line and nothing else.</summary>
    /// <param name="folder">Gets the unpacked files.</param>
    public IReadOnlyList<PreparedTick> Prepare(string folder) =>
        [.. Requests.Select(request => Prepare(request.DeepClone(), folder))];

    private PreparedTick Prepare(JsonNode request, string folder)
    {
        string name = request["data_path"]!.GetValue<string>();
        string path = Path.Combine(folder, name);
        string source = Path.Combine(ObservationFolder, name);
        if (File.Exists(source))
        {
            File.Copy(source, path);
        }
        else
        {
            using var packed = new GZipStream(File.OpenRead(source + ".gz"), CompressionMode.Decompress);
            using FileStream unpacked = File.Create(path);
            packed.CopyTo(unpacked);
        }
        request["data_path"] = path;
        // One long episode: a first tick in each would be another case.
        request["reset"] = false;
        return new PreparedTick(path, request.ToJsonString());
    }
}
