using System.Buffers;
using System.Buffers.Binary;

namespace PolicyGate.Formats.Pickle;

/// <summary>The frames of one pickle of protocol 4, cut where CPython's own pickler cuts them.</summary>
/// <remarks>
/// As <c>_pickle.c</c> has it: a frame of 64 KiB or more is closed before the next object begins; one of less than 4
/// bytes loses its header; bytes of 64 KiB or more stand between frames.
/// </remarks>
internal ref struct PickleFrames
{
    private const int Full = 64 * 1024;
    private const int Smallest = 4;
    private const int Header = 1 + sizeof(long);

    // One byte short of full, a value one byte short of standing alone, and what closes the containers around it.
    private const int Longest = Header + (2 * Full) + 1024;

    private readonly IBufferWriter<byte> _output;
    private readonly int _capacity;
    private Span<byte> _frame;
    private int _length;
    private int _unframed;

    /// <param name="output">Receives the pickle.</param>
    /// <param name="atMost">Bytes that will be written at most: no more memory is asked for.</param>
    public PickleFrames(IBufferWriter<byte> output, long atMost)
    {
        _output = output;
        _capacity = (int)Math.Min(atMost, Longest);
        ReadOnlySpan<byte> protocol = [0x80, 4];
        output.Write(protocol);
    }

    /// <summary>To be called before each object.</summary>
    public void Begin()
    {
        if (_length - Header >= Full)
            Flush();
    }

    /// <summary>To be called before bytes of that length are appended, with so many of a head before them.</summary>
    public void BeginBytes(int length, int head)
    {
        if (length < Full)
            return;
        Flush();
        _unframed = head + length;
    }

    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        if (_unframed == 0)
        {
            bytes.CopyTo(Room(bytes.Length));
            return;
        }
        _output.Write(bytes);
        _unframed -= bytes.Length;
    }

    /// <summary>Room within the frame, to be filled at once.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_length == 0)
        {
            _frame = _output.GetSpan(_capacity);
            _length = Header;
        }
        Span<byte> room = _frame.Slice(_length, bytes);
        _length += bytes;
        return room;
    }

    /// <summary>Closes the frame.</summary>
    public void Flush()
    {
        if (_length == 0)
            return;
        int content = _length - Header;
        if (content >= Smallest)
        {
            _frame[0] = 0x95;
            BinaryPrimitives.WriteInt64LittleEndian(_frame[1..], content);
            _output.Advance(_length);
        }
        else
        {
            _frame[Header.._length].CopyTo(_frame);
            _output.Advance(content);
        }
        _length = 0;
    }
}
