using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Replay;

/// <summary>
/// One file that every observation of a session is written to before its tick: it is opened, checked and read as a
/// robot's own is.
/// </summary>
internal sealed class ObservationSlot : IDisposable
{
    private readonly SafeFileHandle _file;
    private long _length;

    /// <param name="folder">Gets the file.</param>
    /// <param name="number">Tells it from those of other sessions.</param>
    public ObservationSlot(ScratchFolder folder, int number)
    {
        Path = folder.PathOf($"{number:D4}.arrow");
        JsonPath = JsonEncodedText.Encode(Path);
        using FileStream created = ObservationFolder.Create(Path);
        _file = File.OpenHandle(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
    }

    public string Path { get; }

    public JsonEncodedText JsonPath { get; }

    public void Fill(ReadOnlySpan<byte> observation)
    {
        if (observation.Length < _length)
            RandomAccess.SetLength(_file, observation.Length);
        RandomAccess.Write(_file, observation, 0);
        _length = observation.Length;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Path);
    }
}
