namespace PolicyGate.Formats.Pickle;

/// <summary>A class whose instances a reader takes as data: a dictionary of fields.</summary>
/// <param name="module">UTF-8.</param>
/// <param name="name">UTF-8.</param>
internal sealed class PickleClass(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name)
{
    private readonly byte[] _module = module.ToArray();
    private readonly byte[] _name = name.ToArray();

    public bool Is(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name) =>
        module.SequenceEqual(_module) && name.SequenceEqual(_name);
}
