namespace PolicyGate.Gateway.Sessions;

/// <summary>Whether a robot's state is all but the one that was answered last: the L2 norm over its joints.</summary>
/// <param name="threshold">In radians; null where no two states are similar.</param>
internal sealed class SimilarState(double? threshold)
{
    private float[] _answered = [];
    private bool _known;

    public bool IsSimilar(ReadOnlySpan<float> state)
    {
        if (!_known || threshold is not { } limit || state.Length != _answered.Length)
            return false;
        double squares = 0;
        for (int i = 0; i < state.Length; i++)
        {
            double difference = (double)state[i] - _answered[i];
            squares += difference * difference;
        }
        return Math.Sqrt(squares) <= limit;
    }

    /// <summary>The policy's chunk for this state goes out.</summary>
    public void Answered(ReadOnlySpan<float> state)
    {
        if (threshold is null)
            return;
        if (_answered.Length != state.Length)
            _answered = new float[state.Length];
        state.CopyTo(_answered);
        _known = true;
    }

    public void Clear() => _known = false;
}
