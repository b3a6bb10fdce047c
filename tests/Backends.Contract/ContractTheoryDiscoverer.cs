using Xunit.Abstractions;
using Xunit.Sdk;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Tells xunit which cases of a <see cref="ContractTheoryAttribute"/> are skipped.</summary>
internal sealed class ContractTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute,
        object[] dataRow)
    {
        return dataRow is [ContractCase { WhySkipped: { } reason }]
            ? CreateTestCasesForSkippedDataRow(discoveryOptions, testMethod, theoryAttribute, dataRow, reason)
            : base.CreateTestCasesForDataRow(discoveryOptions, testMethod, theoryAttribute, dataRow);
    }
}
