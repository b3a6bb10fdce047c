using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Workers;

/// <summary>
/// Which robot's memory a row is run with. It lives in the worker, and is reset there when the count has moved.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct EpisodeMark
{
    public const int Bytes = 16;

    public long Id;

    public int Resets;
}
