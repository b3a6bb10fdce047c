using Microsoft.AspNetCore.Server.Kestrel.Core;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>Kestrel's own limits, from ours.</summary>
internal static class KestrelLimits
{
    // The least that HTTP/2 has a connection begin with: https://www.rfc-editor.org/rfc/rfc9113#section-6.9.2
    private const int LeastWindow = 65_535;

    // What Kestrel looks at is looked at once a second, and it refuses limits that are shorter.
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1.1);

    // Of a peer that gives its answers no window; an answer of 80 KiB has the whole of WriteTime. GuardedOutput sees to
    // one that does not read at all.
    private const double LeastBytesPerSecond = 16 << 10;

    // A robot that its owner has paused must find its connection as it was; one that is dead answers no ping. Years,
    // for Kestrel adds to this: what it takes for infinite overflows, and idle connections end within a second.
    private static readonly TimeSpan IdleTime = TimeSpan.FromDays(3650);

    public static void Apply(LimitsOptions limits, KestrelServerLimits kestrel)
    {
        int window = Math.Max(limits.GrpcWindowBytes, LeastWindow);
        kestrel.Http2.InitialStreamWindowSize = window;
        kestrel.Http2.InitialConnectionWindowSize = window;
        kestrel.Http2.MaxStreamsPerConnection = limits.GrpcCalls;
        kestrel.Http2.MaxRequestHeaderFieldSize = limits.GrpcHeaderBytes;
        kestrel.MaxRequestHeadersTotalSize = limits.GrpcHeaderBytes;
        kestrel.Http2.KeepAlivePingDelay = AtLeast(limits.PingInterval);
        kestrel.Http2.KeepAlivePingTimeout = AtLeast(limits.PingTime);
        kestrel.RequestHeadersTimeout = AtLeast(limits.RequestTime);
        kestrel.MinResponseDataRate = new MinDataRate(LeastBytesPerSecond, AtLeast(limits.WriteTime));
        kestrel.KeepAliveTimeout = IdleTime;
        // The service bounds each message, a call's time bounds them all. Kestrel's rate would take the whole
        // connection down, and counts what came fast in favour of who stalls then: 2 MiB may stall for hours.
        kestrel.MaxRequestBodySize = null;
        kestrel.MinRequestBodyDataRate = null;
        // Counted at the door, where a refusal costs no more than a log line now and then.
        kestrel.MaxConcurrentConnections = null;
    }

    private static TimeSpan AtLeast(TimeSpan time) => time > LeastTime ? time : LeastTime;
}
