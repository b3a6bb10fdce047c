namespace PolicyGate.Gateway.Linux;

/// <summary>Files and sockets that this process may have open at once.</summary>
internal static class Descriptors
{
    /// <summary>As <c>ulimit -n</c>; the runtime has raised it as far as it goes.</summary>
    public static unsafe ulong Limit
    {
        get
        {
            ulong* limits = stackalloc ulong[2];
            return LibC.GetLimit(LibC.RLIMIT_NOFILE, limits) == 0 ? limits[0] : ulong.MaxValue;
        }
    }
}
