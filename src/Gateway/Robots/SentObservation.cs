using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Robots;

/// <summary>An observation that is on its way to the server, or waits there for its answer. Used again.</summary>
internal sealed class SentObservation
{
    private byte[] _pickle = [];
    private int _length;

    public double Timestamp { get; private set; }

    public TickInstant Sent { get; private set; }

    public ReadOnlySpan<byte> Pickle => _pickle.AsSpan(0, _length);

    public void Fill(double timestamp, TickInstant sent, ReadOnlySpan<byte> pickle)
    {
        (Timestamp, Sent, _length) = (timestamp, sent, pickle.Length);
        if (_pickle.Length < pickle.Length)
            _pickle = GC.AllocateUninitializedArray<byte>(pickle.Length);
        pickle.CopyTo(_pickle);
    }
}
