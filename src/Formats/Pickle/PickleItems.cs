using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Pickle;

/// <summary>A container's items in order, for <c>foreach</c>; nothing may be added meanwhile.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PickleItems(PickleTable<PickleLink> links, int first)
{
    private int _next = first;

    public PickleLink Current { get; private set; }

    public readonly PickleItems GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next < 0)
            return false;
        Current = links[_next];
        _next = Current.Next;
        return true;
    }
}
