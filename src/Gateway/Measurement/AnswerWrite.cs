using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Measurement;

/// <summary>Writes a case's own answers once more, to time what no answer can tell of itself.</summary>
internal sealed class AnswerWrite(TimeProvider time) : IDisposable
{
    private readonly OpenArmAnswerWriter _writer = new(timing: true, time);
    private readonly TickTimings _timings = new();
    private readonly ActionChunk _chunk = new();

    /// <summary>Takes the answer that <see cref="Run"/> writes.</summary>
    public void Take(OpenArmChunk answer)
    {
        _chunk.Resize(answer.Rows, answer.Width);
        _chunk.IntervalNanoseconds = answer.IntervalNanoseconds;
        for (int row = 0; row < answer.Rows; row++)
            answer[row].CopyTo(_chunk.Row(row));
    }

    public void Run() => _writer.Write(new TickAnswer(TickOutcome.Chunk, _chunk, TickReason.None, Error: null), _timings);

    public void Dispose() => _writer.Dispose();
}
