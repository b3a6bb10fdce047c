using System.Reflection;
using Xunit.Sdk;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Runs a theory with each case that is of all the kinds named.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContractCasesAttribute(ContractKinds kinds = ContractKinds.Usual) : DataAttribute
{
    public ContractKinds Kinds => kinds;

    /// <summary>Only those of this policy; null for all.</summary>
    public string? Policy { get; set; }

    /// <summary>
    /// Whether the test loads often: where that is not cheap, one policy of each backend has to do.
    /// </summary>
    public bool ManyLoads { get; set; }

    /// <summary>
    /// Whether it is about what a load leaves in this process: a worker's process takes everything with it.
    /// </summary>
    public bool InThisProcess { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => ContractCases.All
        .Where(tested => (tested.Kinds & kinds) == kinds && (Policy ?? tested.Policy.Name) == tested.Policy.Name)
        .Where(tested => !InThisProcess || tested.Source is InProcess)
        .Where(tested => !ManyLoads || tested.Source.LoadsAreCheap || IsFirst(tested))
        .Select(tested => new object[] { tested });

    private bool IsFirst(ContractCase tested) => tested == ContractCases.All.First(
        other => other.Backend == tested.Backend && other.Source == tested.Source && (other.Kinds & kinds) == kinds);
}
