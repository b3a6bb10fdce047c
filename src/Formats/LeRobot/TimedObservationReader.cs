using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>
/// Reads pickled <c>TimedObservation</c>s, one at a time; its memory is kept, so that reading allocates nothing once
/// warm. What it gives are views over the message.
/// </summary>
internal sealed class TimedObservationReader(PickleLimits limits)
{
    /// <summary>The client's own.</summary>
    public LeRobotModule Module { get; private set; }

    /// <summary>Seconds since 1970, on the robot's clock.</summary>
    public double Timestamp { get; private set; }

    public long Timestep { get; private set; }

    public bool MustGo { get; private set; }

    /// <param name="pickle">To be left as it is until the next read.</param>
    public FormatFault? Read(ReadOnlyMemory<byte> pickle) => throw new NotSupportedException(limits.ToString());

    /// <summary>A value of the observation by its key; negative where there is none.</summary>
    /// <param name="key">UTF-8.</param>
    public int Find(ReadOnlySpan<byte> key) => throw new NotSupportedException();

    /// <summary>A Python or NumPy number (bool, int, float, scalar or array of one value).</summary>
    public bool TryNumber(int value, out double number) => throw new NotSupportedException();

    /// <summary>A NumPy array or torch tensor.</summary>
    public bool TryArray(int value, out PickleArray array) => throw new NotSupportedException();

    /// <summary>A text, as UTF-8.</summary>
    public bool TryText(int value, out ReadOnlySpan<byte> utf8) => throw new NotSupportedException();

    /// <summary>What the value is, for an error: as <c>a text</c> or <c>a list</c>.</summary>
    public string Describe(int value) => throw new NotSupportedException();
}
