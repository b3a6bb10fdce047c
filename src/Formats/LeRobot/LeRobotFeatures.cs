using System.Text;
using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>
/// Reads <c>lerobot_features</c>. What is referred to many times is read once, so that time and memory stay bounded by
/// the message's length.
/// </summary>
internal sealed class LeRobotFeatures(PickleDocument document)
{
    private readonly List<LeRobotFeature> _all = [];
    private readonly Dictionary<int, LeRobotFeature> _features = [];
    private readonly Dictionary<int, string> _texts = [];
    private readonly Dictionary<int, IReadOnlyList<string>> _lists = [];

    public IReadOnlyList<LeRobotFeature> All => _all;

    /// <param name="features">A dictionary.</param>
    public FormatFault? Read(int features)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (PickleLink entry in document.ItemsOf(document[features]))
        {
            string name = Text(entry.Key);
            if (!names.Add(name))
                return FormatFault.Malformed($"byte {document[entry.Key].At}: a second feature {Quote(entry.Key)}");
            if (!_features.ContainsKey(entry.Value) && ReadFeature(name, entry) is { } fault)
                return fault;
            _all.Add(_features[entry.Value] with { Name = name });
        }
        return null;
    }

    /// <param name="entries">A dictionary of texts.</param>
    /// <param name="names">From key to value.</param>
    public FormatFault? ReadNames(int entries, out IReadOnlyDictionary<string, string> names)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        names = read;
        foreach (PickleLink entry in document.ItemsOf(document[entries]))
        {
            if (document[entry.Value].Kind is not PickleKind.Text)
                return Wrong(entry, "", "a text");
            read[Text(entry.Key)] = Text(entry.Value);
        }
        return null;
    }

    private FormatFault? ReadFeature(string name, in PickleLink entry)
    {
        if (document[entry.Value].Kind is not PickleKind.Dictionary)
            return Wrong(entry, "", "a dictionary");
        int type = document.Find(entry.Value, "dtype"u8);
        if (type < 0 || document[type].Kind is not PickleKind.Text)
            return Wrong(entry with { Value = type }, ".dtype", "a text");
        int axes = document.Find(entry.Value, "shape"u8);
        if (axes < 0 || !PickleShape.TryRead(document, axes, out PickleShape shape))
            return Wrong(entry with { Value = axes }, ".shape", $"at most {PickleShape.MostAxes} numbers");
        int names = document.Find(entry.Value, "names"u8);
        if (!TryTexts(names, out IReadOnlyList<string> read))
            return Wrong(entry with { Value = names }, ".names", "a list of texts");
        int[] lengths = new int[shape.Rank];
        for (int axis = 0; axis < lengths.Length; axis++)
            lengths[axis] = shape[axis];
        _features[entry.Value] = new LeRobotFeature(name, Text(type), lengths, read);
        return null;
    }

    private bool TryTexts(int list, out IReadOnlyList<string> texts)
    {
        texts = [];
        // Features whose values have no names have none, or None.
        if (list < 0 || document[list].Kind is PickleKind.None)
            return true;
        if (document[list].Kind is not (PickleKind.List or PickleKind.Tuple))
            return false;
        if (_lists.TryGetValue(list, out IReadOnlyList<string>? known))
        {
            texts = known;
            return true;
        }
        var read = new List<string>(document[list].Length);
        foreach (PickleLink item in document.ItemsOf(document[list]))
        {
            if (document[item.Value].Kind is not PickleKind.Text)
                return false;
            read.Add(Text(item.Value));
        }
        _lists[list] = texts = read;
        return true;
    }

    private string Text(int value)
    {
        if (!_texts.TryGetValue(value, out string? text))
            _texts[value] = text = Encoding.UTF8.GetString(document.SpanOf(document[value]));
        return text;
    }

    private FormatFault Wrong(in PickleLink entry, string part, string expected) => FormatFault.Unsupported(
        $"byte {document[entry.Key].At}: {Quote(entry.Key)}{part} is {PickleValues.Describe(document, entry.Value)}, "
        + $"expected {expected}");

    private string Quote(int text) => PickleFault.Quote(document.SpanOf(document[text]));
}
