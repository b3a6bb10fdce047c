using System.Buffers.Binary;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Observations;

/// <summary>Reads one row's joint positions, of whatever form, as float32; each must be finite as such.</summary>
internal sealed class PositionReader(LimitsOptions limits)
{
    private float[] _positions = [];
    private byte[] _scratch = [];
    private int _count;

    public GatewayError? Read(ArrowBatch batch, PositionColumn column, int row, ObservationMoment into)
    {
        _count = 0;
        GatewayError? error = column.Joints is null
            ? ReadList(batch, column.List, row)
            : ReadArms(batch, column, row);
        if (error is not null)
            return error;
        if (_count == 0)
            return Invalid("position is empty");
        _positions.AsSpan(0, _count).CopyTo(into.PreparePosition(_count));
        return null;
    }

    private GatewayError? ReadArms(ArrowBatch batch, PositionColumn column, int row)
    {
        if (batch.FindElements(column.List, row, out ArrowElements arms) is { } fault)
            return fault.ToError();
        if (arms.IsNull)
            return Invalid("position is null");
        // An arm has at least one joint: no more are needed to know that these are too many.
        for (int arm = 0; arm < Math.Min(arms.Count, limits.Positions + 1); arm++)
        {
            if (batch.FindNull(column.Joints!.Parent!, arms.Start + arm, out bool isNull) is { } unknown)
                return unknown.ToError();
            if (isNull)
                return Invalid($"position[{arm}] is null");
            int before = _count;
            if (ReadList(batch, column.Joints, arms.Start + arm) is { } error)
                return error;
            if (_count == before)
                return Invalid($"{column.Joints.Path} of arm {arm} is empty");
        }
        return null;
    }

    private GatewayError? ReadList(ArrowBatch batch, ArrowField list, long row)
    {
        if (batch.Find(list, row, out ArrowValues values) is { } fault)
            return fault.ToError();
        if (values.IsNull)
            return Invalid($"{list.Path} is null");
        if (values.Count > limits.Positions - _count)
        {
            return new GatewayError(
                ErrorCode.Overloaded,
                $"position has {_count + values.Count} values, at most {limits.Positions} are read (Limits:Positions)");
        }
        Reserve(_count + values.Count);
        Span<byte> bytes = _scratch.AsSpan(0, (int)values.Bytes);
        if (batch.Read(values, bytes) is { } unread)
            return unread.ToError();
        Span<float> positions = _positions.AsSpan(_count, values.Count);
        _count += values.Count;
        return Convert(list, bytes, positions);
    }

    private void Reserve(int count)
    {
        if (_positions.Length >= count)
            return;
        Array.Resize(ref _positions, count);
        _scratch = new byte[count * sizeof(double)];
    }

    private static GatewayError? Convert(ArrowField list, ReadOnlySpan<byte> bytes, Span<float> positions)
    {
        for (int i = 0; i < positions.Length; i++)
        {
            double value = (bytes.Length / positions.Length) switch
            {
                2 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]),
                4 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]),
            };
            positions[i] = (float)value;
            if (float.IsFinite(positions[i]))
                continue;
            string beyond = double.IsFinite(value) ? ", which is beyond what 32 bits hold" : "";
            return Invalid($"{list.Path}[{i}] is {value}{beyond}");
        }
        return null;
    }

    private static GatewayError Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
