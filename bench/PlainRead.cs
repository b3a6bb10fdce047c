using Microsoft.Win32.SafeHandles;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Bench;

/// <summary>Yardstick: one <c>pread</c> of as many bytes as the policy uses of an observation, from where they lie, into
/// memory that is kept. No tick can be faster than the bytes that it is made of.</summary>
internal sealed class PlainRead : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer;
    private readonly long _offset;

    /// <param name="path">The observation file.</param>
    /// <param name="used">What was decoded of it.</param>
    public PlainRead(string path, Observation used)
    {
        byte[] file = File.ReadAllBytes(path);
        int bytes = used.Position.Length * sizeof(float);
        int first = file.Length;
        foreach (CameraImage camera in used.Cameras)
        {
            bytes += camera.Pixels.Length;
            first = Math.Min(first, file.AsSpan().IndexOf(camera.Pixels));
        }
        _buffer = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        _offset = Math.Min(first, file.Length - bytes);
        _file = File.OpenHandle(path);
        FileBytes = file.Length;
    }

    public int Bytes => _buffer.Length;

    public int FileBytes { get; }

    /// <exception cref="IOException">The file was cut short.</exception>
    public void Run()
    {
        if (RandomAccess.Read(_file, _buffer, _offset) != _buffer.Length)
            throw new IOException("the observation file was cut short while it was measured");
    }

    public void Dispose() => _file.Dispose();
}
