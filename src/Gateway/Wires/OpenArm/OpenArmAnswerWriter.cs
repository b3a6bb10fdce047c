using System.Buffers;
using System.Text.Json;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>
/// Writes answers as the stock node reads them: one JSON object and a line end, in a buffer that is kept.
/// </summary>
/// <remarks>
/// The node dies of an answer without <c>positions</c>, and of rows without an integer <c>interval</c>; every answer
/// but a pong therefore has the first, and all rows have the second.
/// </remarks>
internal sealed class OpenArmAnswerWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(16 << 10);
    private readonly Utf8JsonWriter _json;
    private byte[] _rows = [];
    private readonly bool _timing;
    private readonly double _millisecondsPerTick;

    /// <param name="timing">Whether answers tell how long each stage took.</param>
    /// <param name="time">What the stages were measured with.</param>
    public OpenArmAnswerWriter(bool timing, TimeProvider time)
    {
        _timing = timing;
        _millisecondsPerTick = 1e3 / time.TimestampFrequency;
        _json = new Utf8JsonWriter(_buffer);
    }

    /// <summary>The line, with its end; valid until the next write.</summary>
    public ReadOnlySpan<byte> Line => _buffer.WrittenSpan;

    public void Write(in TickAnswer answer, TickTimings timings)
    {
        Begin();
        if (answer.Chunk is { } chunk)
            WriteChunk(chunk);
        else
            WriteNoPositions();
        if (answer.Error is { } error)
            WriteError(error);
        if (_timing)
            WriteTimings(timings);
        End();
    }

    /// <summary>A failure outside any session.</summary>
    public void Write(GatewayError error)
    {
        Begin();
        WriteNoPositions();
        WriteError(error);
        End();
    }

    /// <summary>The answer to a ping.</summary>
    /// <param name="error">Why the policy will never be ready; null when it is. As text: what asks reads no
    /// object.</param>
    public void WritePong(GatewayError? error)
    {
        Begin();
        if (error is null)
            _json.WriteBoolean("ready"u8, value: true);
        else
            _json.WriteString("error"u8, error.Message);
        End();
    }

    public void Dispose() => _json.Dispose();

    private void Begin()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
    }

    private void WriteChunk(ActionChunk chunk)
    {
        _json.WriteNumber("interval"u8, chunk.IntervalNanoseconds);
        if (chunk.CutoffHz is { } cutoff)
            _json.WriteNumber("cutoff_hz"u8, cutoff);
        _json.WritePropertyName("positions"u8);
        _json.WriteRawValue(Rows(chunk), skipInputValidation: true);
    }

    /// <summary>As <c>[[0.1,0.2],[0.3,0.4]]</c>.</summary>
    private ReadOnlySpan<byte> Rows(ActionChunk chunk)
    {
        int most = (chunk.Values.Length * (FloatText.MaximumBytes + 1)) + (chunk.Rows * 3) + 2;
        if (_rows.Length < most)
            _rows = new byte[most];
        int at = 0;
        for (int row = 0; row < chunk.Rows; row++)
        {
            _rows[at++] = (byte)(row == 0 ? '[' : ',');
            ReadOnlySpan<float> values = chunk.Row(row);
            for (int i = 0; i < values.Length; i++)
            {
                _rows[at++] = (byte)(i == 0 ? '[' : ',');
                at += FloatText.Write(values[i], _rows.AsSpan(at));
            }
            _rows[at++] = (byte)']';
        }
        _rows[at++] = (byte)']';
        return _rows.AsSpan(0, at);
    }

    private void WriteNoPositions()
    {
        _json.WriteStartArray("positions"u8);
        _json.WriteEndArray();
    }

    private void WriteError(GatewayError error)
    {
        _json.WriteStartObject("error"u8);
        _json.WriteString("code"u8, error.Code.ToString());
        _json.WriteString("message"u8, error.Message);
        _json.WriteEndObject();
    }

    private void WriteTimings(TickTimings timings)
    {
        _json.WriteStartObject("timing"u8);
        WriteStage("read_ms"u8, timings.Read);
        WriteStage("decode_ms"u8, timings.Decode);
        WriteStage("wait_ms"u8, timings.Wait);
        WriteStage("resize_ms"u8, timings.Resize);
        WriteStage("run_ms"u8, timings.Run);
        WriteStage("shape_ms"u8, timings.Shape);
        WriteStage("total_ms"u8, timings.Total);
        _json.WriteEndObject();
    }

    private void WriteStage(ReadOnlySpan<byte> name, long ticks) =>
        _json.WriteNumber(name, Math.Round(ticks * _millisecondsPerTick, 3));
}
