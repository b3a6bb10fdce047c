using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>
/// Reads pickled <c>TimedObservation</c>s, one at a time; its memory is kept, so that reading allocates nothing once
/// warm. What it gives are views over the message.
/// </summary>
internal sealed class TimedObservationReader(PickleLimits limits)
{
    private readonly PickleReader _reader = new(limits, LeRobotClasses.TimedObservation);
    private int _observation = -1;

    /// <summary>The client's own.</summary>
    public LeRobotModule Module { get; private set; }

    /// <summary>Seconds since 1970, on the robot's clock.</summary>
    public double Timestamp { get; private set; }

    public long Timestep { get; private set; }

    public bool MustGo { get; private set; }

    /// <param name="pickle">To be left as it is until the next read.</param>
    public FormatFault? Read(ReadOnlyMemory<byte> pickle)
    {
        _observation = -1;
        if (_reader.Read(pickle) is { } broken)
            return broken;
        PickleDocument document = _reader.Document;
        if (LeRobotObject.Open(document, "TimedObservation", document.Root, out LeRobotObject timed) is { } other)
            return other;
        (long timestep, bool mustGo, int observation) = (0, false, -1);
        FormatFault? fault = timed.Seconds("timestamp"u8, out double timestamp)
            ?? timed.Integer("timestep"u8, 0, long.MaxValue, out timestep)
            ?? timed.Flag("must_go"u8, absent: false, out mustGo)
            ?? timed.Dictionary("observation"u8, out observation);
        if (fault is not null)
            return fault;
        (Module, Timestamp, Timestep, MustGo) = (timed.Module, timestamp, timestep, mustGo);
        _observation = observation;
        return null;
    }

    /// <summary>A value of the observation by its key; negative where there is none.</summary>
    /// <param name="key">UTF-8.</param>
    public int Find(ReadOnlySpan<byte> key) => _observation < 0 ? -1 : _reader.Document.Find(_observation, key);

    /// <summary>A Python or NumPy number (bool, int, float, scalar or array of one value).</summary>
    public bool TryNumber(int value, out double number) =>
        PickleValues.TryNumber(_reader.Document, value, out number);

    /// <summary>A NumPy array or torch tensor.</summary>
    public bool TryArray(int value, out PickleArray array) => PickleValues.TryArray(_reader.Document, value, out array);

    /// <summary>A text, as UTF-8.</summary>
    public bool TryText(int value, out ReadOnlySpan<byte> utf8) =>
        PickleValues.TryText(_reader.Document, value, out utf8);

    /// <summary>What the value is, for an error: as <c>a text</c> or <c>a list</c>.</summary>
    public string Describe(int value) => PickleValues.Describe(_reader.Document, value);
}
