using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Workers;

/// <summary>Where an output lies in its region, as the worker says after each run.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OutputMark
{
    public long Offset;

    public long Bytes;
}
