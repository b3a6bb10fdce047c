using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Fixtures;

/// <summary>What a host hands to a backend, for tests.</summary>
internal static class TestContexts
{
    public static PolicyContext Of(
        string folder,
        string? model,
        PolicySignature? declared = null,
        ITensorAllocator? memory = null,
        params IEnumerable<(string Key, string Value)> options) =>
        new()
        {
            Folder = folder,
            ModelPath = model,
            Declared = declared,
            Options = Options([.. options]),
            Logger = NullLogger.Instance,
            Memory = memory ?? new TestTensorAllocator(),
            Time = TimeProvider.System,
        };

    public static IConfiguration Options(params IEnumerable<(string Key, string Value)> options) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(options.Select(o => KeyValuePair.Create(o.Key, (string?)o.Value)))
            .Build();
}
