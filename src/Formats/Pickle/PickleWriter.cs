using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PolicyGate.Formats.Pickle;

/// <summary>Writes one pickle of protocol 4, opcode by opcode, as CPython's own pickler does.</summary>
/// <remarks>Methods that return a number memoize what they write: it is that of <see cref="Refer"/>.</remarks>
/// <param name="output">Receives the pickle.</param>
/// <param name="atMost">Bytes that will be written at most, if that is known: no more memory is asked for.</param>
internal ref struct PickleWriter(IBufferWriter<byte> output, long atMost = int.MaxValue)
{
    private PickleFrames _frames = new(output, atMost);
    private int _memoized;

    /// <summary>Bytes of <see cref="AppendInteger"/>.</summary>
    public static int IntegerLength(int value) => value is < 0 or > ushort.MaxValue ? 5 : value > byte.MaxValue ? 3 : 2;

    /// <summary>Bytes as they are.</summary>
    public void Append(scoped ReadOnlySpan<byte> bytes) => _frames.Append(bytes);

    public int Memoize()
    {
        Opcode('\x94');
        return _memoized++;
    }

    /// <summary>Opens what <see cref="AppendItems"/> or <see cref="SetItems"/> closes.</summary>
    public void Mark() => Opcode('(');

    /// <summary>Opens what <see cref="TupleOfMarked"/> closes.</summary>
    public void MarkTuple() => Constant('(');

    public void AppendItem() => Opcode('a');

    public void AppendItems() => Opcode('e');

    public void SetItem() => Opcode('s');

    public void SetItems() => Opcode('u');

    /// <summary>Gives an object the state that was written last.</summary>
    public void Build() => Opcode('b');

    public int NewList() => Container(']');

    public int NewDictionary() => Container('}');

    /// <summary>An instance, not called with anything, of the class that was written last.</summary>
    public int NewObject()
    {
        EmptyTuple();
        return Made('\x81');
    }

    /// <summary>The result of a function of the arguments written last.</summary>
    public int Reduce() => Made('R');

    /// <summary>Of the last one, two or three objects.</summary>
    public int Tuple(int length) => Made((char)('\x84' + length));

    public int TupleOfMarked() => Made('t');

    public void EmptyTuple() => Constant(')');

    public void None() => Constant('N');

    public void Boolean(bool value) => Constant(value ? '\x88' : '\x89');

    public void Refer(int memo)
    {
        _frames.Begin();
        if (memo > byte.MaxValue)
        {
            Opcode('j');
            BinaryPrimitives.WriteInt32LittleEndian(_frames.Room(sizeof(int)), memo);
            return;
        }
        Opcode('h');
        Opcode((char)memo);
    }

    public int Text(scoped ReadOnlySpan<byte> utf8)
    {
        Head('\x8c', 'X', utf8.Length);
        Append(utf8);
        return Memoize();
    }

    /// <remarks>Allocates for texts of more than 1 KiB.</remarks>
    public int Text(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Span<byte> utf8 = length <= 1024 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, utf8);
        return Text(utf8);
    }

    /// <summary>Writes a text, or refers to it where it was written before.</summary>
    /// <param name="utf8">Always the same.</param>
    /// <param name="memo">Its number; 0 before it was written.</param>
    public void Text(scoped ReadOnlySpan<byte> utf8, ref int memo)
    {
        if (memo == 0)
            memo = Text(utf8);
        else
            Refer(memo);
    }

    /// <summary>Writes a class or function, or refers to it where it was written before.</summary>
    /// <param name="module">UTF-8.</param>
    /// <param name="name">UTF-8.</param>
    /// <param name="memo">Its number; 0 before it was written.</param>
    public void Global(scoped ReadOnlySpan<byte> module, scoped ReadOnlySpan<byte> name, ref int memo)
    {
        if (memo != 0)
        {
            Refer(memo);
            return;
        }
        Text(module);
        Text(name);
        memo = GlobalOfTexts();
    }

    /// <summary>The class or function of the module and name written last.</summary>
    public int GlobalOfTexts() => Made('\x93');

    public void Integer(long value)
    {
        _frames.Begin();
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            AppendInteger((int)value);
            return;
        }
        Span<byte> little = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(little, value);
        int length = sizeof(long);
        // Its sign must still show in the last byte that stays.
        while ((sbyte)little[length - 1] == (sbyte)little[length - 2] >> 7)
            length--;
        Opcode('\x8a');
        Opcode((char)length);
        Append(little[..length]);
    }

    /// <summary>An integer within bytes, where no object begins.</summary>
    public void AppendInteger(int value)
    {
        Span<byte> opcode = stackalloc byte[5];
        BinaryPrimitives.WriteInt32LittleEndian(opcode[1..], value);
        int length = IntegerLength(value);
        opcode[0] = (byte)(length == 2 ? 'K' : length == 3 ? 'M' : 'J');
        Append(opcode[..length]);
    }

    public void Number(double value)
    {
        _frames.Begin();
        Opcode('G');
        BinaryPrimitives.WriteDoubleBigEndian(_frames.Room(sizeof(double)), value);
    }

    /// <summary>The head of bytes; their content is to be appended at once, then they are to be memoized.</summary>
    public void Bytes(int length) => Head('C', 'B', length);

    public void End()
    {
        Opcode('.');
        _frames.Flush();
    }

    private void Opcode(char opcode) => _frames.Room(1)[0] = (byte)opcode;

    private void Constant(char opcode)
    {
        _frames.Begin();
        Opcode(opcode);
    }

    private int Container(char opcode)
    {
        Constant(opcode);
        return Memoize();
    }

    private int Made(char opcode)
    {
        Opcode(opcode);
        return Memoize();
    }

    private void Head(char shortOpcode, char longOpcode, int length)
    {
        bool isShort = length <= byte.MaxValue;
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)(isShort ? shortOpcode : longOpcode);
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], length);
        head = head[..(isShort ? 2 : 5)];
        _frames.Begin();
        _frames.BeginBytes(length, head.Length);
        Append(head);
    }
}
