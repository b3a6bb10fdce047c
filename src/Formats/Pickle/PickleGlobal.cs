namespace PolicyGate.Formats.Pickle;

/// <summary>The classes and functions that a pickle may name; <see cref="PickleGlobals"/> has their names.</summary>
internal enum PickleGlobal : byte
{
    /// <summary>A class that the reader was asked to know.</summary>
    Class,

    /// <summary>How protocols 0 and 1 make objects.</summary>
    Reconstructor,
    Object,

    /// <summary>How protocols 0 to 2 write bytes: as text, to be encoded in Latin-1.</summary>
    Encode,

    /// <summary>How they write no bytes.</summary>
    Bytes,
    OrderedDict,
    NumPyReconstruct,
    NumPyScalar,
    NumPyFromBuffer,
    NumPyArray,
    NumPyDataType,
    TorchRebuildTensor,
    TorchLoadFromBytes,
    TorchStorage,
}
