using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Linux;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PolledDescriptor
{
    public int Descriptor;
    public short Wanted;
    public short Found;
}
