using System.Reflection;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Tests.Gateway.Plugins;

public sealed class SharedAssembliesTests
{
    [Fact]
    public void They_are_the_contract_and_all_that_it_refers_to_outside_the_framework()
    {
        HashSet<string> closure = [];
        Follow(typeof(IPolicyBackend).Assembly, closure);

        SharedAssemblies.Names.Order().ShouldBe(closure.Order());
    }

    [Fact]
    public void A_plugin_built_against_a_newer_shared_assembly_is_told_both_versions()
    {
        AssemblyName newer = new("Microsoft.Extensions.Logging.Abstractions") { Version = new Version(99, 1) };

        SharedAssemblies.Find(newer, out string? refusal).ShouldBeNull();

        refusal.ShouldNotBeNull().ShouldContain("Microsoft.Extensions.Logging.Abstractions 99.1");
        refusal.ShouldContain("this gateway has 10.");
    }

    private static void Follow(Assembly assembly, HashSet<string> closure)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        if (!closure.Add(assembly.GetName().Name!))
            return;
        foreach (AssemblyName reference in assembly.GetReferencedAssemblies())
        {
            if (!File.Exists(Path.Combine(framework, reference.Name + ".dll")))
                Follow(Assembly.Load(reference), closure);
        }
    }
}
