using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace PolicyGate.Tests.Fixtures;

/// <summary>NumPy's <c>.npz</c>: arrays in C order by name. Good files only.</summary>
internal sealed class NpzFile(string path) : IDisposable
{
    private readonly ZipArchive _zip = ZipFile.OpenRead(path);

    /// <summary>float32, little-endian.</summary>
    public float[] Floats(string name) => [.. MemoryMarshal.Cast<byte, float>(Read(name, "'<f4'", out _))];

    /// <summary>uint8, with its shape.</summary>
    public byte[] Bytes(string name, out int[] shape) => Read(name, "'|u1'", out shape).ToArray();

    public void Dispose() => _zip.Dispose();

    private ReadOnlySpan<byte> Read(string name, string type, out int[] shape)
    {
        using Stream entry = _zip.GetEntry($"{name}.npy").ShouldNotBeNull(name).Open();
        using var memory = new MemoryStream();
        entry.CopyTo(memory);
        ReadOnlySpan<byte> bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        // Six bytes of magic, two of the version, two of the header's length, a Python dictionary.
        const int LengthAt = 8;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[LengthAt..]);
        string header = Encoding.Latin1.GetString(bytes.Slice(LengthAt + 2, length));
        header.ShouldContain($"'descr': {type}, 'fortran_order': False");
        string sizes = header.Split('(')[1].Split(')')[0];
        shape = [.. sizes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(int.Parse)];
        return bytes[(LengthAt + 2 + length)..];
    }
}
