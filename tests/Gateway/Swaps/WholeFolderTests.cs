using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Swaps;

public sealed class WholeFolderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConstantPolicy _policy = new("half");

    public void Dispose() => _policy.Dispose();

    [Fact]
    public async Task What_was_written_just_now_may_still_change()
    {
        using var end = new CancellationTokenSource(Patience);
        Task<bool> changes = new WholeFolder(new LimitsOptions(), Patience, TimeProvider.System)
            .ChangesAsync(_policy.Path, Look(), end.Token);
        changes.IsCompleted.ShouldBeFalse();

        _policy.Set("whole");

        (await changes).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_left_long_ago_is_not_waited_for()
    {
        _policy.Age(TimeSpan.FromDays(1));

        Task<bool> changes = new WholeFolder(new LimitsOptions(), Patience, TimeProvider.System)
            .ChangesAsync(_policy.Path, Look(), CancellationToken.None);

        changes.IsCompleted.ShouldBeTrue();
        (await changes).ShouldBeFalse();
    }

    [Fact]
    public async Task Nor_is_anything_when_the_time_is_over()
    {
        Task<bool> changes = new WholeFolder(new LimitsOptions(), TimeSpan.Zero, TimeProvider.System)
            .ChangesAsync(_policy.Path, Look(), CancellationToken.None);

        changes.IsCompleted.ShouldBeTrue();
        (await changes).ShouldBeFalse();
    }

    private FolderLook Look()
    {
        FolderLook.At(_policy.Path, new LimitsOptions(), out FolderLook? look).ShouldBeNull();
        return look!;
    }
}
