using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Tests.Gateway.Admin;

/// <summary>One policy whose swap takes until the test says so.</summary>
internal sealed class WaitingControl : IPolicyControl
{
    private readonly TaskCompletionSource<SwapReport> _swap = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SwapRequest? _asked;
    private volatile bool _cancelled;

    public SwapRequest? Asked => _asked;

    public bool Cancelled => _cancelled;

    public IReadOnlyList<PolicyReport> List() =>
        [new PolicyReport("reach", [], Current: null, Previous: null) { Swapping = _asked is null ? null : "loading" }];

    public async Task<SwapReport> SwapAsync(SwapRequest request, CancellationToken cancel)
    {
        _asked = request;
        try
        {
            return await _swap.Task.WaitAsync(cancel);
        }
        finally
        {
            _cancelled = cancel.IsCancellationRequested;
        }
    }

    public Task<SwapReport> RollBackAsync(RollBackRequest request, CancellationToken cancel) =>
        Task.FromResult(new SwapReport(request.Policy, Done: false, Version: 1, "nothing before"));

    public void Finish(SwapReport report) => _swap.SetResult(report);
}
