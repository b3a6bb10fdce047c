using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>How much all peers of one server together may make it log; from any thread.</summary>
internal sealed class GrpcLogBudget(int lines, TimeProvider time)
{
    private readonly LogBudget _budget = new(lines, time);
    private readonly Lock _gate = new();

    /// <returns>Whether the line may be written.</returns>
    public bool Spend()
    {
        lock (_gate)
            return _budget.Spend();
    }
}
