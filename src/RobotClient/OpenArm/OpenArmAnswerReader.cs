using System.Runtime.InteropServices;
using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>Reads answer lines, each into an object of its own.</summary>
internal static class OpenArmAnswerReader
{
    /// <exception cref="OpenArmException">It is nothing that a robot could execute; the message says why.</exception>
    public static OpenArmAnswer Read(ReadOnlySpan<byte> line)
    {
        var parser = new OpenArmAnswerParser();
        parser.Parse(line);
        var positions = new float[parser.Chunk.Rows][];
        for (int row = 0; row < positions.Length; row++)
            positions[row] = parser.Chunk[row].ToArray();
        var timing = new OpenArmStage[parser.Stages.Count];
        for (int i = 0; i < timing.Length; i++)
            timing[i] = parser.Stages[i];
        return new OpenArmAnswer
        {
            Positions = positions,
            IntervalNanoseconds = parser.Chunk.IntervalNanoseconds,
            CutoffHz = parser.CutoffHz,
            Error = parser.Error,
            Timing = timing,
        };
    }

    /// <exception cref="OpenArmException">As for a line.</exception>
    public static OpenArmAnswer Read(JsonElement answer) => Read(JsonMarshal.GetRawUtf8Value(answer));
}
