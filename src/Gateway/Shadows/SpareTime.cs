using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace PolicyGate.Gateway.Shadows;

/// <summary>Whether the machine has processors to spare, looked at now and then. By any thread.</summary>
/// <remarks>
/// Of two views the worse one counts: the whole machine's, which other processes and workers take from, and this
/// process' against what it may use, which a container's quota limits. What shadows take counts as taken: they come
/// back when it is idle again.
/// </remarks>
/// <param name="percent">Of all processors that must be idle; 0 for none.</param>
/// <param name="time">The clock.</param>
internal sealed class SpareTime(int percent, TimeProvider time) : IDisposable
{
    // The kernel counts in hundredths of a second: of four processors, so many are a hundred.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // The first line has ten numbers.
    private const int LineBytes = 256;
    private const int IdleField = 3;
    private const int WaitField = 4;
    // Those behind are guests', which are in the first two already.
    private const int Fields = 8;

    private readonly Lock _gate = new();
    private SafeFileHandle? _statistics;
    private (long Idle, long All) _machine;
    private TimeSpan _process;
    private long _looked;
    private bool _known;
    private bool _has = true;

    public bool Has
    {
        get
        {
            if (percent == 0)
                return true;
            lock (_gate)
            {
                if (!_known || time.GetElapsedTime(_looked) >= Pause)
                    Look();
                return _has;
            }
        }
    }

    /// <summary>Once nobody asks any more.</summary>
    public void Dispose() => _statistics?.Dispose();

    private void Look()
    {
        if (!_known)
            _statistics = Open();
        TimeSpan process = OperatingSystem.IsLinux() ? Environment.CpuUsage.TotalTime : TimeSpan.Zero;
        (long Idle, long All) machine = Read();
        if (_known)
        {
            double mayUse = time.GetElapsedTime(_looked).TotalSeconds * Environment.ProcessorCount;
            double own = 1 - ((process - _process).TotalSeconds / mayUse);
            long all = machine.All - _machine.All;
            double shared = all > 0 ? (double)(machine.Idle - _machine.Idle) / all : 1;
            _has = 100 * Math.Min(own, shared) >= percent;
        }
        (_machine, _process, _looked, _known) = (machine, process, time.GetTimestamp(), true);
    }

    private (long Idle, long All) Read()
    {
        if (_statistics is null)
            return default;
        Span<byte> line = stackalloc byte[LineBytes];
        ReadOnlySpan<byte> rest = line[..RandomAccess.Read(_statistics, line, 0)];
        (long idle, long all) = (0, 0);
        rest = rest["cpu ".Length..];
        for (int field = 0; field < Fields; field++)
        {
            rest = rest.TrimStart((byte)' ');
            if (!Utf8Parser.TryParse(rest, out long ticks, out int length))
                break;
            rest = rest[length..];
            all += ticks;
            idle += field is IdleField or WaitField ? ticks : 0;
        }
        return (idle, all);
    }

    private static SafeFileHandle? Open()
    {
        try
        {
            return File.OpenHandle("/proc/stat");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
