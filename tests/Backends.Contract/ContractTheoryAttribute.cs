using Xunit.Sdk;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>A theory over <see cref="ContractCasesAttribute"/> that skips, with its reason, each case whose backend
/// cannot run on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(
    "PolicyGate.Tests.Backends.Contract." + nameof(ContractTheoryDiscoverer), "PolicyGate.Tests")]
internal sealed class ContractTheoryAttribute : TheoryAttribute;
