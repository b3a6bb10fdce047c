using System.Runtime.InteropServices;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Observations;

/// <summary>
/// An observation's file that is still open; whoever has it closes it, by <see cref="ObservationFile"/>.
/// </summary>
/// <param name="Descriptor">A plain number.</param>
/// <param name="Opened">As the file was when it was opened.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeptFile(int Descriptor, FileStatus Opened)
{
    public long Bytes => (long)Opened.Size;
}
