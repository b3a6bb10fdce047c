namespace PolicyGate.Tests.Fixtures;

/// <summary>A copy of a policy folder that nobody but its owner, who runs the tests, may read.</summary>
internal sealed class ClosedPolicy : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("policygate-test-");

    public ClosedPolicy(string policy)
    {
        File.SetUnixFileMode(_parent.FullName, (UnixFileMode)0b111_101_101);
        // Of the same name, by which tests set what they need.
        Path = Directory.CreateDirectory(
            System.IO.Path.Combine(_parent.FullName, System.IO.Path.GetFileName(policy))).FullName;
        foreach (string file in Directory.GetFiles(policy))
        {
            string copy = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public void Dispose() => _parent.Delete(recursive: true);
}
