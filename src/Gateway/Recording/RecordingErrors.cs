using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Recording;

/// <summary>What is said of recordings in more than one place.</summary>
internal static class RecordingErrors
{
    public static GatewayError Newer(string file, long format) => new(ErrorCode.Unsupported,
        $"{file} is of format {format}, this gateway reads up to {RecordingManifest.Current}: it was recorded by a"
        + " newer one, which can read it");
}
