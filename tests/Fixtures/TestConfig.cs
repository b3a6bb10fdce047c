using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A configuration as <c>serve</c> makes it, with the built plugins.</summary>
internal static class TestConfig
{
    public static GatewayConfig Create(
        string policyFolder, string backend, string socket, Dictionary<string, string?>? settings = null)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationRequest
        {
            File = Path.Combine(Repository.Root, "appsettings.json"),
            Policy = policyFolder,
            Backend = backend,
            Sockets = [socket],
            Set = [NoHurry(policyFolder), .. (settings ?? []).Select(setting => $"{setting.Key}={setting.Value}")],
            WorkingFolder = Repository.Root,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        });
        loaded.Errors.ShouldBeEmpty();
        return loaded.Config!;
    }

    /// <summary>
    /// A setting for tests of what is answered: on a machine that is busy with others, two control intervals pass
    /// without anything being wrong.
    /// </summary>
    public static string NoHurry(string policyFolder) =>
        $"Policies:{Path.GetFileName(Path.TrimEndingDirectorySeparator(policyFolder))}:Deadline=00:00:10";
}
