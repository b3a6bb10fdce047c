using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A token that changes are asked with, in a file that its owner alone can read.</summary>
internal sealed class TokenFile : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-token-");

    public TokenFile()
    {
        File.WriteAllText(Path, Token + "\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public string Token { get; } = new string('7', 31) + "e";

    public string Path => System.IO.Path.Combine(_folder.Path, "token");

    public void Dispose() => _folder.Dispose();
}
