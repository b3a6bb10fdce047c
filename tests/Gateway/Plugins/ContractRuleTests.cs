using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Tests.Gateway.Plugins;

public sealed class ContractRuleTests
{
    [Theory]
    [InlineData(0, 1, 0, 1, true)]
    [InlineData(0, 0, 0, 1, true)]
    [InlineData(0, 2, 0, 1, false)]
    [InlineData(1, 0, 0, 1, false)]
    [InlineData(1, 0, 1, 0, true)]
    [InlineData(1, 3, 1, 7, true)]
    [InlineData(1, 8, 1, 7, false)]
    [InlineData(0, 7, 1, 7, false)]
    [InlineData(2, 0, 1, 7, false)]
    [InlineData(-1, 0, 0, 1, false)]
    public void A_host_takes_its_own_major_and_no_newer_minor(
        int pluginMajor, int pluginMinor, int hostMajor, int hostMinor, bool taken)
    {
        string? refusal = ContractRule.Refusal(pluginMajor, pluginMinor, hostMajor, hostMinor);

        (refusal is null).ShouldBe(taken);
        if (refusal is not null)
        {
            refusal.ShouldContain($"{pluginMajor}.{pluginMinor}");
            refusal.ShouldContain($"{hostMajor}.{hostMinor}");
        }
    }
}
