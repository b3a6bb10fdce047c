using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A plugin folder of a test's own, filled from <c>artifacts/test-plugins</c>, and hosts over it.</summary>
public sealed class TemporaryPlugins : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("policygate-tests-");

    public string Folder => Directory.CreateDirectory(Path.Combine(_root.FullName, "plugins")).FullName;

    /// <summary>Where the hosts keep their private copies.</summary>
    public string Copies => Path.Combine(_root.FullName, "copies");

    /// <summary>Copies fixture plugins in.</summary>
    public TemporaryPlugins With(params IEnumerable<string> fixtures)
    {
        foreach (string fixture in fixtures)
            Add(fixture, fixture);
        return this;
    }

    /// <summary>Copies one fixture plugin in under a folder name.</summary>
    /// <returns>The folder.</returns>
    public string Add(string fixture, string folder)
    {
        string source = Repository.At($"artifacts/test-plugins/{fixture}");
        string target = Path.Combine(Folder, folder);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        return target;
    }

    internal PluginHost Host(ILogger? log = null) =>
        new(PluginCatalog.Scan(Folder), PrivateCopies(log), NullLoggerFactory.Instance);

    internal PluginCopies PrivateCopies(ILogger? log = null, params IReadOnlyList<string> roots) =>
        new(roots.Count > 0 ? roots : [Copies], TimeProvider.System, log ?? NullLogger.Instance);

    public void Dispose() => _root.Delete(recursive: true);
}
