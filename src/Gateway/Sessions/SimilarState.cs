namespace PolicyGate.Gateway.Sessions;

/// <summary>Whether a robot's state is all but the one that was inferred last: the L2 norm over its joints.</summary>
/// <param name="threshold">In radians; null where no two states are similar.</param>
internal sealed class SimilarState(double? threshold)
{
    private float[] _inferred = [];
    private bool _known;

    public bool IsSimilar(ReadOnlySpan<float> state)
    {
        if (!_known || threshold is not { } limit || state.Length != _inferred.Length)
            return false;
        double squares = 0;
        for (int i = 0; i < state.Length; i++)
        {
            double difference = (double)state[i] - _inferred[i];
            squares += difference * difference;
        }
        return Math.Sqrt(squares) <= limit;
    }

    public void Inferred(ReadOnlySpan<float> state)
    {
        if (threshold is null)
            return;
        if (_inferred.Length != state.Length)
            _inferred = new float[state.Length];
        state.CopyTo(_inferred);
        _known = true;
    }

    public void Clear() => _known = false;
}
