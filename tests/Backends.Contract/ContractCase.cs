using System.ComponentModel;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;
using Xunit.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>One backend with one policy, run in one way.</summary>
public sealed class ContractCase : IXunitSerializable
{
    private const string Key = "name";

    /// <summary>For xunit, which finds the case again by its name.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ContractCase()
    {
    }

    internal ContractCase(ContractBackend backend, ContractPolicy policy, IPolicySource source) =>
        (Backend, Policy, Source, Kinds) = (backend, policy, source, policy.KindsFor(backend));

    internal ContractBackend Backend { get; private set; } = null!;

    internal ContractPolicy Policy { get; private set; } = null!;

    internal IPolicySource Source { get; private set; } = null!;

    internal ContractKinds Kinds { get; private set; }

    private IReadOnlyList<string> InputNames => [.. Policy.Read().Inputs.Select(input => input.Spec.Name)];

    internal Plugin Plugin => ContractPlugins.Get(Backend.Name);

    /// <summary>Why it is skipped; null where it is run, be it only to fail because its plugin is not there.</summary>
    internal string? WhySkipped => ContractPlugins.Has(Backend.Name) ? Backend.Missing() : null;

    /// <summary>What the host would hand to the backend.</summary>
    internal PolicyContext Context(ITensorAllocator memory)
    {
        PolicyDescription description = Policy.Read();
        GatewayError? absent = ModelFiles.Choose(description, Backend.Name, out string? model);
        absent.ShouldBeNull();
        return TestContexts.Of(description.Folder, model, description.Declared, memory, Policy.Options) with
        {
            Call = description.Call,
            Device = Policy.Device,
        };
    }

    /// <summary>Loads what should load.</summary>
    internal LoadedPolicy Load()
    {
        TestTensorAllocator memory = new();
        Source.Load(this, Context(memory), out IPolicy? policy).ShouldBeNull();
        return new LoadedPolicy(policy.ShouldNotBeNull(), memory, InputNames);
    }

    /// <summary>Loads what may be refused.</summary>
    /// <param name="change">What is different from the folder.</param>
    /// <param name="refusal">Null where it was loaded.</param>
    /// <returns>Null where it was refused, with every byte given back.</returns>
    internal LoadedPolicy? TryLoad(Func<PolicyContext, PolicyContext> change, out string? refusal)
    {
        TestTensorAllocator memory = new();
        GatewayError? error = Source.Load(this, change(Context(memory)), out IPolicy? policy);
        refusal = error?.Message;
        if (error is null)
            return new LoadedPolicy(policy.ShouldNotBeNull(), memory, InputNames);
        policy.ShouldBeNull();
        error.Code.ShouldBe(ErrorCode.Unavailable, $"a refusal is no bug of the backend: {error.Message}");
        memory.Live.ShouldBe(0);
        return null;
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        ContractCase same = ContractCases.Find(info.GetValue<string>(Key));
        (Backend, Policy, Source, Kinds) = (same.Backend, same.Policy, same.Source, same.Kinds);
    }

    public void Serialize(IXunitSerializationInfo info) => info.AddValue(Key, ToString());

    public override string ToString() =>
        string.Join(' ', new[] { Backend.Name, Policy.Name, Policy.Label, Source.Name }.OfType<string>());
}
