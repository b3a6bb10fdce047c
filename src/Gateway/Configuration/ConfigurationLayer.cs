namespace PolicyGate.Gateway.Configuration;

/// <summary>The settings of one source.</summary>
/// <param name="Name">Of a key: what an error calls its source, as a file's path or an environment variable.</param>
/// <param name="BaseFolder">What its relative paths are relative to.</param>
/// <param name="Values">By full key, without regard to case.</param>
internal sealed record ConfigurationLayer(
    Func<string, string> Name, string BaseFolder, Dictionary<string, string?> Values);
