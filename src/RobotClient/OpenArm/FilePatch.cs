using Microsoft.Win32.SafeHandles;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>What makes an observation file another one: its positions and its id, written over a template's.</summary>
/// <param name="positionAt">Where in the file the positions begin.</param>
/// <param name="position">float32 each, little-endian; empty for no patch.</param>
/// <param name="idAt">Where the id stands.</param>
/// <param name="id">int64, little-endian; empty for no patch.</param>
internal readonly ref struct FilePatch(
    long positionAt, ReadOnlySpan<byte> position, long idAt, ReadOnlySpan<byte> id)
{
    private readonly long _positionAt = positionAt;
    private readonly ReadOnlySpan<byte> _position = position;
    private readonly long _idAt = idAt;
    private readonly ReadOnlySpan<byte> _id = id;

    public void WriteTo(SafeFileHandle file)
    {
        if (_position.IsEmpty)
            return;
        RandomAccess.Write(file, _position, _positionAt);
        RandomAccess.Write(file, _id, _idAt);
    }
}
