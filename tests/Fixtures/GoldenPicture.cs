namespace PolicyGate.Tests.Fixtures;

/// <summary>One camera's newest picture; the hash is of its bytes, hexadecimal.</summary>
internal sealed record GoldenPicture(int Height, int Width, string Sha256);
