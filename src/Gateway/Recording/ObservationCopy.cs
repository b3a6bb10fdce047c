using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Recording;

/// <summary>
/// A robot's file while it is copied: one that is not as the robot's tick has read it is found out before its tick is
/// whole on the disk.
/// </summary>
internal sealed class ObservationCopy(TimeProvider time) : IArrowSource, IDisposable
{
    private readonly ObservationFile _file = new(new ObservationRoots([]), long.MaxValue, time);

    public long Length => _file.Length;

    public void Begin(KeptFile file) => _file.Adopt(file);

    public FormatFault? Read(long offset, Span<byte> into)
    {
        if (_file.Read(offset, into) is { } unread)
            return unread;
        GatewayError? changed = offset + into.Length == Length ? _file.CheckUnchanged() : null;
        return changed is null ? null : FormatFault.Unreadable("an observation's file was changed while it was kept");
    }

    public void End() => _file.Close();

    public void Dispose() => _file.Dispose();
}
