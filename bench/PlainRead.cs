using Microsoft.Win32.SafeHandles;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Bench;

/// <summary>Yardstick: one <c>pread</c> of as many bytes as the policy uses of an observation, from where its first
/// picture lies, into memory that is kept. No tick can be faster than the bytes that it is made of.</summary>
internal sealed class PlainRead : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly long _offset;

    /// <param name="path">The observation file.</param>
    /// <param name="used">What was decoded of it.</param>
    public PlainRead(string path, Observation used)
    {
        byte[] file = File.ReadAllBytes(path);
        Bytes = used.Position.Length * sizeof(float);
        int first = file.Length;
        foreach (CameraImage camera in used.Cameras)
        {
            _ = camera.Read(out byte[] pixels);
            Bytes += pixels.Length;
            first = Math.Min(first, file.AsSpan().IndexOf(pixels));
        }
        _offset = Math.Min(first, file.Length - Bytes);
        _file = File.OpenHandle(path);
        FileBytes = file.Length;
    }

    public int Bytes { get; }

    public int FileBytes { get; }

    /// <param name="kept">Gets <see cref="Bytes"/> bytes; the same memory each time, as the gateway's is.</param>
    /// <exception cref="IOException">The file was cut short.</exception>
    public void Run(byte[] kept)
    {
        if (RandomAccess.Read(_file, kept.AsSpan(0, Bytes), _offset) != Bytes)
            throw new IOException("the observation file was cut short while it was measured");
    }

    public void Dispose() => _file.Dispose();
}
