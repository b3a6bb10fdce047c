using PolicyGate.Gateway.Shadows;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Shadows;

public sealed class SpareTimeTests
{
    [Fact]
    public void A_machine_that_works_is_not_all_idle()
    {
        using var spare = new SpareTime(percent: 100, TimeProvider.System);

        Eventually.Holds(() => !spare.Has, () => "every processor is said to be idle while this one counts");
    }

    [Fact]
    public void It_is_not_looked_at_where_none_is_wanted()
    {
        using var spare = new SpareTime(percent: 0, TimeProvider.System);

        for (int i = 0; i < 1000; i++)
            spare.Has.ShouldBeTrue();
    }
}
