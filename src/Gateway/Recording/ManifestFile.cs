using System.Text.Json;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Recording;

/// <summary>Reads and writes <c>recording.json</c>.</summary>
internal static class ManifestFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>In one piece: whoever reads it sees the one before or this one.</summary>
    /// <param name="folder">Of the run.</param>
    /// <param name="manifest">Its content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string folder, RecordingManifest manifest)
    {
        string file = Path.Combine(folder, RecordingManifest.FileName);
        string fresh = $"{file}.new";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        using (var stream = new FileStream(fresh, options))
            JsonSerializer.Serialize(stream, manifest, ManifestJson.Default.RecordingManifest);
        File.Move(fresh, file, overwrite: true);
    }

    /// <param name="folder">Of the run.</param>
    /// <param name="limitBytes">Of the file.</param>
    /// <param name="manifest">Of a format that is known here.</param>
    public static GatewayError? Read(string folder, int limitBytes, out RecordingManifest? manifest)
    {
        manifest = null;
        string file = Path.Combine(folder, RecordingManifest.FileName);
        try
        {
            var info = new FileInfo(file);
            if (Directory.Exists(file))
                return new GatewayError(ErrorCode.InvalidArgument, $"{file} is a folder, expected is a file");
            if (!info.Exists)
            {
                return new GatewayError(ErrorCode.NotFound,
                    $"{folder} is no run of a recording: it has no {RecordingManifest.FileName} (docs/recording.md)");
            }
            if (info.Length > limitBytes)
            {
                return new GatewayError(ErrorCode.Overloaded,
                    $"{file} has {info.Length} bytes, at most {limitBytes} are read (Limits:PolicyJsonBytes)");
            }
            byte[] json = File.ReadAllBytes(file);
            if (CheckFormat(file, json) is { } newer)
                return newer;
            manifest = JsonSerializer.Deserialize(json, ManifestJson.Default.RecordingManifest);
            return manifest is { Settings: not null, Routes: not null }
                ? null
                : new GatewayError(ErrorCode.InvalidArgument, $"{file} is no object with settings and routes");
        }
        catch (JsonException wrong)
        {
            return new GatewayError(ErrorCode.InvalidArgument, $"{file} is not what a gateway has written:"
                + $" {wrong.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new GatewayError(ErrorCode.InvalidArgument, $"{file} cannot be read: {failure.Message}");
        }
    }

    /// <summary>First of all: of a newer format nothing else need be as it is here.</summary>
    private static GatewayError? CheckFormat(string file, byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        int format = 0;
        bool named = document.RootElement.ValueKind is JsonValueKind.Object
            && document.RootElement.TryGetProperty("format", out JsonElement value)
            && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out format);
        if (!named || format < 1)
            return new GatewayError(ErrorCode.InvalidArgument, $"{file} says no format; expected is 1 or more");
        return format <= RecordingManifest.Current ? null : RecordingErrors.Newer(file, format);
    }
}
