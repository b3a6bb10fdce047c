using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace PolicyGate.Gateway.Telemetry.Spans;

/// <summary>A span of the robot's own that a tick belongs to, as its <c>traceparent</c> says:
/// https://www.w3.org/TR/trace-context/#traceparent-header</summary>
/// <param name="Trace">Its trace, not 0.</param>
/// <param name="Span">Itself; 0 where the robot sent none.</param>
/// <param name="Sampled">Whether the robot's side keeps the trace.</param>
internal readonly record struct TraceParent(UInt128 Trace, ulong Span, bool Sampled)
{
    /// <summary>The header's name.</summary>
    public const string Header = "traceparent";

    // 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
    private const int Length = 55;
    private const int TraceAt = 3;
    private const int SpanAt = 36;
    private const int FlagsAt = 53;
    private const int SampledFlag = 1;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    public bool Exists => Span != 0;

    /// <summary>Reads the header. What is not as the standard has it is as if it were not there.</summary>
    public static TraceParent Parse(ReadOnlySpan<char> text)
    {
        // A later version may have more behind, and what stands before must mean the same.
        bool known = text.Length == Length || (text.Length > Length && text[Length] == '-' && text[..2] is not "00");
        if (!known || text[..2] is "ff" || text[TraceAt - 1] != '-' || text[SpanAt - 1] != '-'
            || text[FlagsAt - 1] != '-')
        {
            return default;
        }
        bool read = TryRead(text[..2], out UInt128 _)
            & TryRead(text[TraceAt..(SpanAt - 1)], out UInt128 trace)
            & TryRead(text[SpanAt..(FlagsAt - 1)], out UInt128 span)
            & TryRead(text[FlagsAt..Length], out UInt128 flags);
        return read && trace != 0 && span != 0
            ? new TraceParent(trace, (ulong)span, ((int)flags & SampledFlag) != 0)
            : default;
    }

    /// <summary>For a span below it; none where it does not exist.</summary>
    public ActivityContext ToContext()
    {
        if (!Exists)
            return default;
        Span<byte> trace = stackalloc byte[16];
        Span<byte> span = stackalloc byte[8];
        BinaryPrimitives.WriteUInt128BigEndian(trace, Trace);
        BinaryPrimitives.WriteUInt64BigEndian(span, Span);
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(trace), ActivitySpanId.CreateFromBytes(span),
            Sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, traceState: null, isRemote: true);
    }

    private static bool TryRead(ReadOnlySpan<char> hex, out UInt128 number)
    {
        number = 0;
        // Capitals are not hexadecimal here.
        return !hex.ContainsAnyExcept(Hex)
            && UInt128.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
