namespace PolicyGate.Formats.Pickle;

/// <summary>
/// The allow-list: whole module and whole name, nothing else. Protocol 4 lets a name have dots, so that
/// <c>os.system</c> in any module that imports <c>os</c> is <c>os.system</c>: neither prefixes nor parts are looked at.
/// </summary>
internal static class PickleGlobals
{
    private static readonly (PickleClass Name, PickleGlobal Global)[] All =
    [
        (new("numpy._core.multiarray"u8, "_reconstruct"u8), PickleGlobal.NumPyReconstruct),
        (new("numpy.core.multiarray"u8, "_reconstruct"u8), PickleGlobal.NumPyReconstruct),
        (new("numpy._core.multiarray"u8, "scalar"u8), PickleGlobal.NumPyScalar),
        (new("numpy.core.multiarray"u8, "scalar"u8), PickleGlobal.NumPyScalar),
        (new("numpy._core.numeric"u8, "_frombuffer"u8), PickleGlobal.NumPyFromBuffer),
        (new("numpy.core.numeric"u8, "_frombuffer"u8), PickleGlobal.NumPyFromBuffer),
        (new("numpy"u8, "ndarray"u8), PickleGlobal.NumPyArray),
        (new("numpy"u8, "dtype"u8), PickleGlobal.NumPyDataType),
        (new("torch._utils"u8, "_rebuild_tensor_v2"u8), PickleGlobal.TorchRebuildTensor),
        (new("torch.storage"u8, "_load_from_bytes"u8), PickleGlobal.TorchLoadFromBytes),
        (new("collections"u8, "OrderedDict"u8), PickleGlobal.OrderedDict),
        (new("_codecs"u8, "encode"u8), PickleGlobal.Encode),
        (new("__builtin__"u8, "bytes"u8), PickleGlobal.Bytes),
        (new("__builtin__"u8, "object"u8), PickleGlobal.Object),
        (new("copy_reg"u8, "_reconstructor"u8), PickleGlobal.Reconstructor),
    ];

    public static bool TryFind(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name, out PickleGlobal global)
    {
        foreach ((PickleClass allowed, PickleGlobal meaning) in All)
        {
            if (allowed.Is(module, name))
            {
                global = meaning;
                return true;
            }
        }
        global = default;
        return false;
    }
}
