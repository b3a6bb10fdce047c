using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>A run on a thread of its own, as the host's owner threads run it.</summary>
internal sealed class UnderWay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<RunResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private UnderWay()
    {
    }

    /// <summary>Returns when the thread is about to run.</summary>
    public static UnderWay Start(Func<RunResult> run)
    {
        var underWay = new UnderWay();
        using ManualResetEventSlim begun = new();
        var thread = new Thread(() =>
        {
            begun.Set();
            try
            {
                underWay._result.SetResult(run());
            }
            catch (Exception bug)
            {
                underWay._result.SetException(bug);
            }
        });
        thread.Start();
        begun.Wait(Patience).ShouldBeTrue();
        return underWay;
    }

    /// <summary>Looks again some time later; a run that is over by then is too short for what is to be shown.</summary>
    public void StillRunsAfter(TimeSpan time) => _result.Task.Wait(time).ShouldBeFalse("the run is over already");

    public bool IsOverWithin(TimeSpan time) => _result.Task.Wait(time);

    public Task<RunResult> Ended() => _result.Task.WaitAsync(Patience);
}
