using System.IO.Pipelines;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>A connection's pipes, of which the one to the peer is watched.</summary>
internal sealed class GuardedTransport(IDuplexPipe inner, GuardedOutput output) : IDuplexPipe
{
    public PipeReader Input => inner.Input;

    public PipeWriter Output => output;
}
