using System.Runtime.InteropServices;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>
/// Joins the parts of one <c>SendObservations</c>, each an <c>Observation{transfer_state=1; bytes data=2}</c>: the data
/// goes from the connection right to its place behind the part before.
/// </summary>
/// <remarks>
/// A generated parser would give each part's data as an array of its own, to be copied once more.
/// </remarks>
internal sealed class ObservationParts
{
    // Two fields' tags and numbers; no more is copied twice.
    private const int HeadBytes = 32;

    // As the stock client's parts.
    private const int StepBytes = 2 << 20;

    private const int StateField = 1;
    private const int DataField = 2;
    private const string Message = "Observation{transfer_state=1; bytes data=2}";

    private readonly byte[] _head = new byte[HeadBytes];
    private int _held;
    private TransferState _before;

    /// <summary>Reads parts until the last.</summary>
    /// <param name="call">Its stream.</param>
    /// <param name="observation">Receives the bytes.</param>
    /// <param name="expected">How many they may be.</param>
    public async ValueTask<GrpcStatus?> ReadAsync(GrpcCall call, ArrivedObservation observation, int expected)
    {
        _before = TransferState.Unknown;
        while (_before is not TransferState.End)
        {
            (int length, GrpcStatus? failure) = await call.NextAsync(int.MaxValue);
            if (failure is not null)
                return failure;
            if (length < 0)
                return Wrong(observation.Length == 0 ? "the stream is empty" : "the last part is missing", "END");
            int before = observation.Length;
            (TransferState state, failure) = await ReadPartAsync(call, length, observation, expected);
            if (failure is not null)
                return failure;
            if (Objection(state, first: _before is TransferState.Unknown) is { } expectedState)
                return Wrong($"the part at byte {before} is {state.ToString().ToUpperInvariant()}", expectedState);
            _before = state;
        }
        (int more, GrpcStatus? broken) = await call.NextAsync(int.MaxValue);
        if (broken is not null)
            return broken;
        return more >= 0 ? Wrong("a part comes after END", "the stream's end") : null;
    }

    private static string? Objection(TransferState state, bool first) => state switch
    {
        TransferState.Begin => first ? null : "MIDDLE or END",
        TransferState.Middle => first ? "BEGIN, or END for an observation of one part" : null,
        TransferState.End => null,
        _ => "BEGIN, MIDDLE or END",
    };

    private async ValueTask<(TransferState State, GrpcStatus? Failure)> ReadPartAsync(
        GrpcCall call, int length, ArrivedObservation observation, int expected)
    {
        TransferState state = TransferState.Unknown;
        _held = 0;
        // Bytes of the part that are neither in the head nor taken.
        int left = length;
        while (left + _held > 0)
        {
            int count = Math.Min(HeadBytes - _held, left);
            if (await call.ReadAsync(_head.AsMemory(_held, count)) is { } broken)
                return (state, broken);
            (_held, left) = (_held + count, left - count);
            PartField field = TakeField(left, out GrpcStatus? failure);
            if (failure is not null)
                return (state, failure);
            if (field.Number == StateField)
                state = StateOf(field.Varint);
            if (field.Number != DataField)
                continue;
            left -= field.Length - Math.Min(field.Length, _held);
            if (await TakeDataAsync(call, field.Length, observation, expected) is { } unread)
                return (state, unread);
        }
        return (state, null);
    }

    private async ValueTask<GrpcStatus?> TakeDataAsync(
        GrpcCall call, int count, ArrivedObservation observation, int expected)
    {
        while (count > 0)
        {
            // Memory grows with what has come, not with what a head says is to come.
            int step = Math.Min(count, StepBytes);
            if (observation.Reserve(step, expected, out Memory<byte> room) is { } full)
                return full.ToStatus();
            int held = Math.Min(step, _held);
            _head.AsSpan(0, held).CopyTo(room.Span);
            Shift(held);
            if (await call.ReadAsync(room[held..]) is { } broken)
                return broken;
            observation.Advance(step);
            count -= step;
        }
        return null;
    }

    /// <summary>Takes one field out of the head, but for the content of the data.</summary>
    private PartField TakeField(int left, out GrpcStatus? failure)
    {
        failure = null;
        var reader = new ProtobufReader(_head.AsSpan(0, _held), _held + left);
        if (reader.Next() is not ProtobufStep.Field)
        {
            failure = Wrong("a part cannot be read", reader.Fault?.Message ?? Message);
            return default;
        }
        bool isData = reader is { Field: DataField, Type: ProtobufType.Bytes };
        bool isState = reader is { Field: StateField, Type: ProtobufType.Varint };
        // A field of a later version would be passed over, if any had one: none that is as small as to fit the head.
        if ((!isData && !isState) || reader.Start > _held || (isState && reader.Position > _held))
        {
            failure = Wrong($"a part has the field {reader.Field} of type {reader.Type}", Message);
            return default;
        }
        Shift(isData ? reader.Start : reader.Position);
        return new PartField(reader.Field, reader.Varint, isData ? reader.Length : 0);
    }

    private void Shift(int count)
    {
        _head.AsSpan(count, _held - count).CopyTo(_head);
        _held -= count;
    }

    private static TransferState StateOf(ulong value) =>
        value <= (ulong)TransferState.End ? (TransferState)value : TransferState.Unknown;

    private static GrpcStatus Wrong(string found, string expected) => new(GrpcStatusCode.InvalidArgument,
        $"an observation's stream is not whole: {found}, expected {expected}; nothing of it is used");

    /// <param name="Number">The field's.</param>
    /// <param name="Varint">Of the state.</param>
    /// <param name="Length">Of the data, which follows.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct PartField(int Number, ulong Varint, int Length);
}
