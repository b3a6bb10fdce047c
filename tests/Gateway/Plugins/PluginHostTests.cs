using System.Reflection;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Plugins;

public sealed class PluginHostTests : IDisposable
{
    private readonly TemporaryPlugins _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void Each_plugin_gets_the_version_of_a_dependency_that_it_brings()
    {
        PluginHost host = _plugins.With("DependencyOne", "DependencyTwo").Host();

        Told(host, "DependencyOne").ShouldBe("inch 1.0.0.0");
        Told(host, "DependencyTwo").ShouldBe("metre 2.0.0.0");
    }

    [Fact]
    public void A_plugin_is_loaded_once_however_many_ask_at_once()
    {
        PluginHost host = _plugins.With("ConstantChunk").Host();
        Plugin?[] loaded = new Plugin?[8];

        Parallel.For(0, loaded.Length, i => host.Load("ConstantChunk", out loaded[i]).ShouldBeNull());

        loaded.ShouldAllBe(plugin => ReferenceEquals(plugin, loaded[0]));
        loaded[0].ShouldNotBeNull();
    }

    [Fact]
    public void A_host_copy_of_the_contract_in_the_plugins_folder_is_passed_over()
    {
        string folder = _plugins.Add("ConstantChunk", "ConstantChunk");
        foreach (string shared in SharedAssemblies.Names)
            File.Copy(Assembly.Load(shared).Location, Path.Combine(folder, shared + ".dll"));

        _plugins.Host().Load("ConstantChunk", out _).ShouldBeNull();
    }

    [Theory]
    [InlineData("ThrowsInConstructor", "InvalidOperationException: the licence has run out")]
    [InlineData("ThrowsInTypeInitializer",
        "type initialiser of PolicyGate.Tests.Plugins.ThrowsInTypeInitializerBackend")]
    [InlineData("NotABackend", "does not implement IPolicyBackend")]
    [InlineData("NoParameterlessConstructor", "has no constructor without parameters")]
    public void A_plugin_that_cannot_be_made_is_an_error_beside_a_good_one(string fixture, string reason)
    {
        PluginHost host = _plugins.With(fixture, "ConstantChunk").Host();

        GatewayError error = host.Load(fixture, out Plugin? none).ShouldNotBeNull();

        none.ShouldBeNull();
        error.Code.ShouldBe(ErrorCode.Unavailable);
        error.Message.ShouldContain(reason);
        error.Message.ShouldContain(Path.Combine(_plugins.Folder, fixture, fixture + ".dll"));
        host.Load("ConstantChunk", out _).ShouldBeNull();
    }

    [Fact]
    public void A_missing_entry_type_is_named()
    {
        _plugins.With("ConstantChunk");
        PluginCatalog.Scan(_plugins.Folder).Find("ConstantChunk", out PluginDescription? plugin);
        _plugins.PrivateCopies().Take(plugin!.Folder, out PluginCopy? copy);

        GatewayError error = Plugin.Create(
            plugin with { EntryType = "Gone.Backend" },
            copy!,
            natives: copy!,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            out _)!;

        error.Message.ShouldContain("Gone.Backend");
    }

    [Fact]
    public void A_missing_dependency_is_named_with_where_it_was_looked_for()
    {
        string folder = _plugins.Add("DependencyOne", "DependencyOne");
        File.Delete(Path.Combine(folder, "Ruler.dll"));
        _plugins.Host().Load("DependencyOne", out Plugin? plugin).ShouldBeNull();

        GatewayError error = plugin!.Check(TestContexts.Options(), []).ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.Unavailable);
        error.Message.ShouldContain("assembly 'Ruler, Version=1.0.0.0");
        error.Message.ShouldContain($"looked for 'Ruler.dll' in '{folder}', where there are DependencyOne.dll");
        error.Message.ShouldContain("EnableDynamicLoading");
    }

    [Fact]
    public void A_hosts_own_assembly_is_not_a_plugins_dependency()
    {
        // Spectre.Console.dll lies beside the host; a plugin that forgot to bring a DLL must not run on the host's.
        string folder = _plugins.Add("DependencyOne", "DependencyOne");
        PluginCatalog.Scan(_plugins.Folder).Find("DependencyOne", out PluginDescription? plugin);
        PluginCopy copy = new(folder, null);
        PluginLoadContext context = new(plugin!, copy, natives: copy);

        string? missing =
            Should.Throw<FileNotFoundException>(() => context.LoadFromAssemblyName(new("Spectre.Console"))).FileName;
        context.RefusalOf(missing).ShouldNotBeNull().ShouldContain("looked for 'Spectre.Console.dll'");
    }

    [Fact]
    public void A_missing_native_library_lists_every_path_tried()
    {
        _plugins.With("NativeLibraryMissing", "ConstantChunk").Host().Load("NativeLibraryMissing", out Plugin? plugin);

        GatewayError error = plugin!.Load(TestContexts.Of("/policy", null), default, out _).ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.Unavailable);
        error.Message.ShouldContain("libpolicygate_no_such_engine.so");
        error.Message.ShouldContain("runtimes/linux-");
        error.Message.ShouldContain("native libraries there: none");
        error.Message.ShouldContain("cannot open shared object file");
    }

    [Fact]
    public void A_native_library_that_is_there_but_cannot_be_loaded_is_told_so()
    {
        string folder = _plugins.Add("NativeLibraryMissing", "NativeLibraryMissing");
        File.WriteAllText(Path.Combine(folder, "libpolicygate_no_such_engine.so"), "not an ELF file");
        _plugins.Host().Load("NativeLibraryMissing", out Plugin? plugin);

        GatewayError error = plugin!.Load(TestContexts.Of("/policy", null), default, out _).ShouldNotBeNull();

        error.Message.ShouldContain($"is there as '{Path.Combine(folder, "libpolicygate_no_such_engine.so")}'");
        error.Message.ShouldContain("file too short");
    }

    [Theory]
    [InlineData("libpolicygate_no_such_engine.so")]
    [InlineData("policygate_no_such_engine.so")]
    [InlineData("runtimes/linux/native/libpolicygate_no_such_engine.so")]
    public void A_native_library_is_found_where_packages_put_it(string place)
    {
        // .NET's own library under the name that the plugin asks for: it loads, and lacks the function.
        string target = Path.Combine(_plugins.Add("NativeLibraryMissing", "NativeLibraryMissing"), place);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        File.Copy(Path.Combine(framework, "libSystem.Native.so"), target);
        _plugins.Host().Load("NativeLibraryMissing", out Plugin? plugin);

        GatewayError error = plugin!.Load(TestContexts.Of("/policy", null), default, out _).ShouldNotBeNull();

        error.Message.ShouldContain("entry point named 'engine_version'");
        error.Message.ShouldContain("of another version than the plugin was written for");
    }

    [Fact]
    public void What_a_backend_throws_is_an_error_and_a_bug_is_called_one()
    {
        _plugins.With("ThrowsInLoad").Host().Load("ThrowsInLoad", out Plugin? plugin).ShouldBeNull();

        GatewayError check = plugin!.Check(TestContexts.Options(), [])!;
        GatewayError mendable = plugin.Load(TestContexts.Of("/policy", "/policy/model.bin"), default, out _)!;
        GatewayError bug = plugin.Load(TestContexts.Of("/policy", null), default, out _)!;
        GatewayError cancelled = plugin.Load(TestContexts.Of("/policy", null), new(canceled: true), out _)!;

        check.Code.ShouldBe(ErrorCode.Internal);
        check.Message.ShouldContain("Check broke");
        mendable.Code.ShouldBe(ErrorCode.Unavailable);
        mendable.Message.ShouldEndWith("model '/policy/model.bin' is not for this engine");
        bug.Code.ShouldBe(ErrorCode.Internal);
        bug.Message.ShouldContain("InvalidOperationException: Load broke; this is a bug of the plugin");
        cancelled.Code.ShouldBe(ErrorCode.Cancelled);
    }

    [Fact]
    public void A_backend_without_diagnostics_has_nothing_to_tell()
    {
        _plugins.With("ConstantChunk").Host().Load("ConstantChunk", out Plugin? plugin);
        List<Finding> findings = [];

        plugin!.Diagnose(findings).ShouldBeNull();
        plugin.Describe("/model", findings).ShouldBeNull();

        findings.ShouldBeEmpty();
    }

    [Fact]
    public void Overwriting_a_dll_after_it_was_loaded_does_nothing_to_the_running_plugin()
    {
        string folder = _plugins.Add("DependencyOne", "DependencyOne");
        PluginHost host = _plugins.Host();
        host.Load("DependencyOne", out _).ShouldBeNull();

        // Ruler.dll is not mapped yet: it must come from the copy, too.
        foreach (string file in Directory.EnumerateFiles(folder))
            File.WriteAllBytes(file, new byte[64]);

        Told(host, "DependencyOne").ShouldBe("inch 1.0.0.0");
        _plugins.Host().Load("DependencyOne", out _).ShouldNotBeNull("a new host sees what lies there now");
    }

    [Fact]
    public void A_changed_plugin_runs_beside_the_old_one_in_a_new_host()
    {
        string folder = _plugins.Add("DependencyOne", "DependencyOne");
        PluginHost before = _plugins.Host();
        Told(before, "DependencyOne").ShouldBe("inch 1.0.0.0");

        Directory.Delete(folder, recursive: true);
        _plugins.Add("DependencyTwo", "DependencyOne");

        Told(_plugins.Host(), "DependencyTwo").ShouldBe("metre 2.0.0.0");
        Told(before, "DependencyOne").ShouldBe("inch 1.0.0.0");
    }

    private static string Told(PluginHost host, string backend)
    {
        List<string> told = [];
        host.Load(backend, out Plugin? plugin).ShouldBeNull();
        plugin!.Check(TestContexts.Options(), told).ShouldBeNull();
        return told.ShouldHaveSingleItem();
    }
}
