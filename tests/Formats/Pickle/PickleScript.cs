using System.Buffers.Binary;
using System.Text;

namespace PolicyGate.Tests.Formats.Pickle;

/// <summary>Pickles written by hand, opcode by opcode, where no pickler writes what a test needs.</summary>
internal static class PickleScript
{
    private const string LeRobot = "lerobot.async_inference.helpers";

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    /// <summary>Opcodes that are letters, and lines of text.</summary>
    public static byte[] Raw(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static byte[] Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Join([(byte)'X'], Bytes4(utf8.Length), utf8);
    }

    public static byte[] Data(params byte[] bytes) => Join([(byte)'B'], Bytes4(bytes.Length), bytes);

    public static byte[] Integer(int value) => Join([(byte)'J'], Bytes4(value));

    public static byte[] Float(double value)
    {
        byte[] bytes = new byte[9];
        bytes[0] = (byte)'G';
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    public static byte[] Tuple(params byte[][] items) => Join(Raw("("), Join(items), Raw("t"));

    public static byte[] Shape(params int[] sides) => Tuple([.. sides.Select(Integer)]);

    public static byte[] Dictionary(params byte[][] keysAndValues) => Join(Raw("}("), Join(keysAndValues), Raw("u"));

    public static byte[] Global(string module, string name) => Raw($"c{module}\n{name}\n");

    public static byte[] Call(string module, string name, params byte[][] arguments) =>
        Join(Global(module, name), Tuple(arguments), Raw("R"));

    public static byte[] DataType(string name, string order) => Join(
        Call("numpy", "dtype", Text(name), Raw("I00\n"), Raw("I01\n")),
        Tuple(Integer(3), Text(order), Raw("N"), Raw("N"), Raw("N"), Integer(-1), Integer(-1), Integer(0)), Raw("b"));

    public static byte[] FromBuffer(byte[] data, string type, byte[] shape, string order, params byte[][] axes) => Call(
        "numpy._core.numeric", "_frombuffer", [Data(data), DataType(type, "<"), shape, Text(order), .. axes]);

    /// <summary>An object of LeRobot's, with its fields.</summary>
    public static byte[] Object(string name, params byte[][] fields) =>
        Join(Global(LeRobot, name), Raw(")"), [0x81], Dictionary(fields), Raw("b"));

    /// <summary>A whole message: an observation with these entries.</summary>
    public static byte[] Observation(params byte[][] keysAndValues) => Join(
        Object("TimedObservation", Text("timestamp"), Float(1), Text("timestep"), Integer(2), Text("observation"),
            Dictionary(keysAndValues)),
        Raw("."));

    private static byte[] Bytes4(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
