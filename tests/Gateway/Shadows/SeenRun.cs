namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>What a shadow was shown of a run, kept.</summary>
internal sealed record SeenRun(int Version, string? Error, float[] Chunk, float[] Served, int Width);
