using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Plugins;

public sealed class LoadedPluginsTests : IDisposable
{
    private readonly TemporaryPlugins _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void What_cannot_be_started_is_not_tried_again_as_long_as_it_is_the_same()
    {
        string folder = _plugins.Add("NotABackend", "NotABackend");
        LoadedPlugins loaded = Loaded(_plugins.PrivateCopies());
        GatewayError? first = loaded.Load(Described("NotABackend"), out _);

        GatewayError? second = loaded.Load(Described("NotABackend"), out _);

        second.ShouldNotBeNull().ShouldBeSameAs(first);
        loaded.Judge(Described("NotABackend"), out _, out _).ShouldBeSameAs(first);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "another");
        loaded.Load(Described("NotABackend"), out _).ShouldNotBeNull().ShouldNotBeSameAs(first);
    }

    [Fact]
    public void One_that_was_changed_where_it_was_loaded_is_not_taken_for_what_is_loaded()
    {
        string folder = _plugins.Add("ConstantChunk", "ConstantChunk");
        LoadedPlugins loaded = Loaded(_plugins.PrivateCopies(log: null, "/proc/policygate"));
        loaded.Load(Described("ConstantChunk"), out Plugin? first).ShouldBeNull();
        loaded.Load(Described("ConstantChunk"), out Plugin? second).ShouldBeNull();
        second.ShouldBeSameAs(first);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "another");

        GatewayError? error = loaded.Load(Described("ConstantChunk"), out Plugin? none);

        error.ShouldNotBeNull().Message.ShouldContain("was changed where it lies");
        none.ShouldBeNull();
        loaded.Judge(Described("ConstantChunk"), out _, out _).ShouldNotBeNull();
    }

    private static LoadedPlugins Loaded(PluginCopies copies) => new(copies, NullLoggerFactory.Instance);

    private PluginDescription Described(string name)
    {
        PluginCatalog.Scan(_plugins.Folder).Find(name, out PluginDescription? plugin).ShouldBeNull();
        return plugin!;
    }
}
