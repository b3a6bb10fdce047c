namespace PolicyGate.Formats.Pickle;

/// <summary>What a value of a pickle is.</summary>
internal enum PickleKind : byte
{
    None,
    Bool,

    /// <summary>Of at most 64 bits.</summary>
    Integer,

    /// <summary>Of more than 64 bits: known to be there, never read.</summary>
    LongInteger,
    Float,
    Text,
    Bytes,
    List,
    Tuple,
    Dictionary,

    /// <summary>A class or function of the allow-list.</summary>
    Global,

    /// <summary>Of a class that the reader was asked to know.</summary>
    Instance,

    /// <summary>NumPy's <c>dtype</c>.</summary>
    DataType,

    /// <summary>A NumPy array or scalar, or a torch tensor.</summary>
    Array,

    /// <summary>What torch tensors are views of.</summary>
    Storage,

    /// <summary>A persistent id, as torch's own files name their storages.</summary>
    Reference,
}
