using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Replay;

namespace PolicyGate.Gateway.Comparison;

/// <summary>One side's raw chunks in the robot's units, absolute.</summary>
internal sealed class ModelChunk(ActionUnnormalizer unnormalizer)
{
    private float[] _rows = [];

    /// <returns>Row by row; good until the next.</returns>
    public ReadOnlySpan<float> Unnormalize(PlayedTick played)
    {
        if (_rows.Length < played.Raw.Length)
            _rows = new float[played.Raw.Length];
        Span<float> rows = _rows.AsSpan(0, played.Raw.Length);
        unnormalizer.Apply(played.Raw.Span, played.Position.Span, rows);
        return rows;
    }
}
