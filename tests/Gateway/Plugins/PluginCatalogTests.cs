using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Tests.Fixtures;
using ContractVersion = PolicyGate.Abstractions.Contract;

namespace PolicyGate.Tests.Gateway.Plugins;

public sealed class PluginCatalogTests : IDisposable
{
    private readonly TemporaryPlugins _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void Metadata_tells_all_about_a_plugin_and_loads_none_of_it()
    {
        _plugins.With("ConstantChunk", "ThrowsInConstructor");

        PluginDescription good = PluginCatalog.Scan(_plugins.Folder).Plugins[0];

        good.Name.ShouldBe("ConstantChunk");
        good.EntryType.ShouldBe("PolicyGate.Tests.Plugins.ConstantChunkBackend");
        good.Folder.ShouldBe(Path.Combine(_plugins.Folder, "ConstantChunk"));
        good.AssemblyPath.ShouldBe(Path.Combine(good.Folder, "ConstantChunk.dll"));
        (good.ContractMajor, good.ContractMinor).ShouldBe((ContractVersion.Major, ContractVersion.Minor));
        good.AssemblyVersion.ShouldBe(new Version(0, 1, 0, 0));
        AppDomain.CurrentDomain.GetAssemblies()
            .ShouldNotContain(a => !a.IsDynamic && a.Location.StartsWith(_plugins.Folder, StringComparison.Ordinal));
    }

    [Fact]
    public void A_backend_is_found_whatever_the_case_of_its_name() =>
        Find(_plugins.With("ConstantChunk"), "CONSTANTchunk").ShouldBeNull();

    [Fact]
    public void A_missing_plugin_folder_is_named_with_its_setting()
    {
        string missing = Path.Combine(_plugins.Folder, "nowhere");

        GatewayError error = PluginCatalog.Scan(missing).Find("Onnx", out _).ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.NotFound);
        error.Message.ShouldContain(missing);
        error.Message.ShouldContain("Gateway:PluginFolder");
    }

    [Fact]
    public void A_backend_that_is_not_there_is_answered_with_those_that_are_nearest_first()
    {
        GatewayError error = Find(_plugins.With("DependencyOne", "DependencyTwo", "ConstantChunk"), "DependencyTow")!;

        error.Code.ShouldBe(ErrorCode.NotFound);
        error.Message.ShouldContain("there are: DependencyTwo, DependencyOne, ConstantChunk");
    }

    [Fact]
    public void An_empty_folder_is_told_when_its_backend_is_asked_for()
    {
        Directory.CreateDirectory(Path.Combine(_plugins.Folder, "Onnx"));

        GatewayError error = Find(_plugins.With("ConstantChunk"), "onnx")!;

        error.Message.ShouldContain(Path.Combine(_plugins.Folder, "Onnx"));
        error.Message.ShouldContain("is empty");
    }

    [Fact]
    public void A_folder_without_the_attribute_lists_each_dll_and_the_line_to_write()
    {
        string folder = _plugins.Add("NoEntryAttribute", "NoEntryAttribute");
        File.WriteAllText(Path.Combine(folder, "native.dll"), "no assembly at all");

        GatewayError error = Find(_plugins, "NoEntryAttribute")!;

        error.Message.ShouldContain("NoEntryAttribute.dll (a .NET assembly without the attribute)");
        error.Message.ShouldContain("native.dll (not a .NET assembly)");
        error.Message.ShouldContain("[assembly: PolicyBackend(");
    }

    [Fact]
    public void Two_entry_assemblies_in_one_folder_are_refused()
    {
        _plugins.Add("ConstantChunk", "Both");
        _plugins.Add("DependencyOne", "Both");

        string message = Find(_plugins, "Both")!.Message;

        message.ShouldContain("ConstantChunk.dll (backend 'ConstantChunk')");
        message.ShouldContain("DependencyOne.dll (backend 'DependencyOne')");
    }

    [Fact]
    public void Two_plugins_of_one_name_are_both_refused_and_both_named()
    {
        string first = _plugins.Add("ConstantChunk", "first");
        string second = _plugins.Add("ConstantChunk", "second");

        PluginCatalog catalog = PluginCatalog.Scan(_plugins.Folder);

        catalog.Plugins.ShouldBeEmpty();
        string message = catalog.Find("ConstantChunk", out _)!.Message;
        message.ShouldContain(first);
        message.ShouldContain(second);
    }

    [Fact]
    public void A_contract_that_is_too_new_is_refused_with_both_versions_and_the_cure()
    {
        GatewayError error = Find(_plugins.With("ContractTooNew"), "ContractTooNew")!;

        error.Code.ShouldBe(ErrorCode.Unsupported);
        error.Message.ShouldContain($"contract {ContractVersion.Major}.{ContractVersion.Minor + 1}");
        error.Message.ShouldContain($"this gateway's {ContractVersion.Major}.{ContractVersion.Minor}");
        error.Message.ShouldContain("PolicyGate.Abstractions.dll");
    }

    [Fact]
    public void A_plugin_dropped_without_a_folder_of_its_own_is_told_where_to_go()
    {
        string folder = _plugins.Add("ConstantChunk", "ConstantChunk");
        File.Move(Path.Combine(folder, "ConstantChunk.dll"), Path.Combine(_plugins.Folder, "ConstantChunk.dll"));
        Directory.Delete(folder, recursive: true);

        Find(_plugins, "ConstantChunk")!.Message.ShouldContain($"'{folder}'");
    }

    [Fact]
    public void Damaged_assemblies_hinder_no_other_plugin()
    {
        string source = _plugins.With("DependencyOne").Add("ConstantChunk", "ConstantChunk");
        byte[] whole = File.ReadAllBytes(Path.Combine(source, "ConstantChunk.dll"));
        const int Damaged = 200;
        Random random = new(2025);
        for (int i = 0; i < Damaged; i++)
        {
            byte[] damaged = whole[..random.Next(whole.Length)];
            for (int j = 0; damaged.Length > 0 && j < 16; j++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string folder = Directory.CreateDirectory(Path.Combine(_plugins.Folder, $"damaged{i}")).FullName;
            File.WriteAllBytes(Path.Combine(folder, "ConstantChunk.dll"), damaged);
        }

        PluginCatalog catalog = PluginCatalog.Scan(_plugins.Folder);

        (catalog.Plugins.Count + catalog.Problems.Count).ShouldBe(Damaged + 2);
        catalog.Find("DependencyOne", out _).ShouldBeNull();
    }

    private static GatewayError? Find(TemporaryPlugins plugins, string backend) =>
        PluginCatalog.Scan(plugins.Folder).Find(backend, out _);
}
