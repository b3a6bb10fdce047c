using System.Buffers.Binary;

namespace PolicyGate.Formats.Pickle;

/// <summary>Values of a document as .NET has them. A negative index is a value that is not there.</summary>
internal static class PickleValues
{
    public static bool TryInteger(PickleDocument document, int value, out long integer)
    {
        bool isInteger = Is(document, value, PickleKind.Integer);
        integer = isInteger ? document[value].Bits : 0;
        return isInteger;
    }

    public static bool TryBool(PickleDocument document, int value, out bool flag)
    {
        bool isBool = Is(document, value, PickleKind.Bool);
        flag = isBool && document[value].Bits != 0;
        return isBool;
    }

    /// <summary>UTF-8, as a view of the message, or of what was decoded of it.</summary>
    public static bool TryText(PickleDocument document, int value, out ReadOnlySpan<byte> utf8)
    {
        bool isText = Is(document, value, PickleKind.Text);
        utf8 = isText ? document.SpanOf(document[value]) : [];
        return isText;
    }

    /// <summary>A NumPy array or scalar, or a torch tensor.</summary>
    public static bool TryArray(PickleDocument document, int value, out PickleArray array)
    {
        array = default;
        if (!Is(document, value, PickleKind.Array) || document[value].Start < 0)
            return false;
        array = document.ArrayOf(document[value]);
        return new PickleElement(array.Kind, array.ItemSize).IsReadable;
    }

    /// <summary>A bool, an int of 64 bits, a float, a NumPy scalar, or an array of one value.</summary>
    public static bool TryNumber(PickleDocument document, int value, out double number)
    {
        number = 0;
        if (value < 0)
            return false;
        ref PickleNode node = ref document[value];
        switch (node.Kind)
        {
            case PickleKind.Bool or PickleKind.Integer:
                number = node.Bits;
                return true;
            case PickleKind.Float:
                number = BitConverter.Int64BitsToDouble(node.Bits);
                return true;
            default:
                return TryArray(document, value, out PickleArray array) && TryOnly(array, out number);
        }
    }

    /// <summary>One value of an array.</summary>
    /// <param name="array">Of any kind that <see cref="TryArray"/> gives.</param>
    /// <param name="at">Of the value's first byte, in the array's data.</param>
    public static double ValueOf(in PickleArray array, int at)
    {
        ReadOnlySpan<byte> bytes = array.Data.Span[at..];
        return (array.Kind, array.ItemSize) switch
        {
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            ('i', 1) => (sbyte)bytes[0],
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            ('i', 8) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            ('u', 8) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            ('b', 1) => bytes[0] != 0 ? 1 : 0,
            _ => bytes[0],
        };
    }

    /// <summary>What a value is, for an error.</summary>
    public static string Describe(PickleDocument document, int value)
    {
        if (value < 0)
            return "not there";
        ref PickleNode node = ref document[value];
        return node.Kind switch
        {
            PickleKind.None => "None",
            PickleKind.Bool => "a bool",
            PickleKind.Integer => "an integer",
            PickleKind.LongInteger => $"an integer of {8 * node.Length} bits",
            PickleKind.Float => "a float",
            PickleKind.Text => "a text",
            PickleKind.Bytes => "bytes",
            PickleKind.List => "a list",
            PickleKind.Tuple => "a tuple",
            PickleKind.Dictionary => "a dictionary",
            PickleKind.Global => "a class or function",
            PickleKind.Instance => "an object",
            PickleKind.DataType => "a dtype",
            PickleKind.Array when node.Start < 0 => "an array without its values",
            PickleKind.Array => Describe(document.ArrayOf(node)),
            _ => "a storage",
        };
    }

    private static string Describe(in PickleArray array)
    {
        string type = array.Kind switch
        {
            PickleElement.BigEndian => $"big-endian values of {array.ItemSize} bytes, which are not read",
            PickleElement.BrainFloat => "bfloat16, which is not read",
            'f' => $"float{8 * array.ItemSize}",
            'i' => $"int{8 * array.ItemSize}",
            'u' => $"uint{8 * array.ItemSize}",
            _ => "bool",
        };
        (int first, int second, int third, int fourth) = array.Shape;
        return array.Rank switch
        {
            0 => $"a scalar of {type}",
            1 => $"an array [{first}] of {type}",
            2 => $"an array [{first}, {second}] of {type}",
            3 => $"an array [{first}, {second}, {third}] of {type}",
            _ => $"an array [{first}, {second}, {third}, {fourth}] of {type}",
        };
    }

    private static bool TryOnly(in PickleArray array, out double number)
    {
        (int first, int second, int third, int fourth) = array.Shape;
        bool isOne = (first, second, third, fourth) is (1, 1, 1, 1);
        number = isOne ? ValueOf(array, 0) : 0;
        return isOne;
    }

    private static bool Is(PickleDocument document, int value, PickleKind kind) =>
        value >= 0 && document[value].Kind == kind;
}
