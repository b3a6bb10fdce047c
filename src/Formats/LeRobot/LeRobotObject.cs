using System.Runtime.InteropServices;
using System.Text;
using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>One object of LeRobot's classes: its fields by name. Those that nobody asks for are passed over.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct LeRobotObject
{
    private readonly PickleDocument _document;
    private readonly string _name;
    private readonly int _instance;

    private LeRobotObject(PickleDocument document, string name, int instance) =>
        (_document, _name, _instance) = (document, name, instance);

    public LeRobotModule Module => (LeRobotModule)_document[_instance].Start;

    /// <summary>The dictionary of its fields, which objects may share.</summary>
    public int Fields => (int)_document[_instance].Bits;

    /// <param name="document">Of a reader that knows this one class, by <see cref="LeRobotClasses"/>.</param>
    /// <param name="name">Of the class.</param>
    /// <param name="value">Any value.</param>
    /// <param name="found">The object.</param>
    public static FormatFault? Open(PickleDocument document, string name, int value, out LeRobotObject found)
    {
        found = new LeRobotObject(document, name, value);
        ref PickleNode node = ref document[value];
        if (node.Kind is not PickleKind.Instance)
        {
            return FormatFault.Unsupported(
                $"byte {node.At}: expected a {name}, found {PickleValues.Describe(document, value)}");
        }
        return node.Bits >= 0 ? null : FormatFault.Malformed($"byte {node.At}: a {name} without its fields");
    }

    /// <summary>A field, negative where it is not there.</summary>
    public int Find(ReadOnlySpan<byte> field) => _document.Find(Fields, field);

    /// <summary>Seconds: a float, or an integer, that is finite.</summary>
    public FormatFault? Seconds(ReadOnlySpan<byte> field, out double seconds)
    {
        int value = Find(field);
        bool isNumber = value >= 0 && _document[value].Kind is PickleKind.Float or PickleKind.Integer;
        seconds = 0;
        if (!isNumber || !PickleValues.TryNumber(_document, value, out seconds))
            return Wrong(field, value, "a float");
        return double.IsFinite(seconds)
            ? null
            : FormatFault.Malformed($"byte {_document[value].At}: {Name(field)} is {seconds}, expected a finite one");
    }

    public FormatFault? Integer(ReadOnlySpan<byte> field, long least, long most, out long integer)
    {
        int value = Find(field);
        if (!PickleValues.TryInteger(_document, value, out integer))
            return Wrong(field, value, "an integer");
        return integer >= least && integer <= most
            ? null
            : FormatFault.Malformed(
                $"byte {_document[value].At}: {Name(field)} is {integer}, expected {least} to {most}");
    }

    /// <summary>A bool, or what stands in Python where there is none.</summary>
    public FormatFault? Flag(ReadOnlySpan<byte> field, bool absent, out bool flag)
    {
        int value = Find(field);
        bool isBool = PickleValues.TryBool(_document, value, out flag);
        if (value < 0)
            flag = absent;
        return isBool || value < 0 ? null : Wrong(field, value, "a bool");
    }

    /// <summary>A text, or what stands in Python where there is none; null where nothing does.</summary>
    public FormatFault? Text(ReadOnlySpan<byte> field, string? absent, out string text)
    {
        int value = Find(field);
        bool isText = PickleValues.TryText(_document, value, out ReadOnlySpan<byte> utf8);
        text = isText ? Encoding.UTF8.GetString(utf8) : absent ?? "";
        return isText || (value < 0 && absent is not null) ? null : Wrong(field, value, "a text");
    }

    public FormatFault? Dictionary(ReadOnlySpan<byte> field, out int dictionary)
    {
        dictionary = Find(field);
        return dictionary >= 0 && _document[dictionary].Kind is PickleKind.Dictionary
            ? null
            : Wrong(field, dictionary, "a dictionary");
    }

    public FormatFault Wrong(ReadOnlySpan<byte> field, int value, string expected) => value < 0
        ? FormatFault.Malformed($"byte {_document[_instance].At}: {Name(field)} is missing, expected {expected}")
        : FormatFault.Unsupported(
            $"byte {_document[value].At}: {Name(field)} is {PickleValues.Describe(_document, value)}, "
            + $"expected {expected}");

    private string Name(ReadOnlySpan<byte> field) => $"{_name}.{Encoding.UTF8.GetString(field)}";
}
