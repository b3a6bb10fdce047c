namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>A connection's peer, among the features that its calls see.</summary>
/// <param name="peer">What the service handed out for it.</param>
internal sealed class GrpcPeer(object peer)
{
    private volatile bool _hasCalled;

    public object Peer { get; } = peer;

    /// <summary>Whether it has made a call yet.</summary>
    public bool HasCalled => _hasCalled;

    public void Called()
    {
        if (!_hasCalled)
            _hasCalled = true;
    }
}
