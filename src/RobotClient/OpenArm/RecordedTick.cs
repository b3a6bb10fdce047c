using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>One tick of a recording: what the robot showed, and the answer it got then.</summary>
public sealed record RecordedTick
{
    /// <summary>From 0, over all episodes.</summary>
    public required int Number { get; init; }

    /// <summary>From 0.</summary>
    public required int Episode { get; init; }

    /// <summary>Whether the episode begins here.</summary>
    public required bool First { get; init; }

    /// <summary>The request's own, as recorded.</summary>
    public required JsonElement Metadata { get; init; }

    public required OpenArmAnswer Answer { get; init; }

    /// <summary>Absolute path of the observation: an Arrow file, as it is or gzipped.</summary>
    public required string ObservationPath { get; init; }

    /// <summary>The Arrow file's bytes, and what goes with them.</summary>
    /// <param name="into">Gets the bytes; the observation is valid until it is used again.</param>
    /// <exception cref="InvalidDataException">It cannot be unpacked, or is too large.</exception>
    public OpenArmObservation Read(MemoryStream into)
    {
        RecordedFile.Read(ObservationPath, into);
        return new OpenArmObservation(into.GetBuffer().AsMemory(0, (int)into.Length), Metadata, First);
    }
}
