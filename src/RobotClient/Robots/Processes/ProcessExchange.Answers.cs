using PolicyGate.Formats;

namespace PolicyGate.RobotClient.Robots.Processes;

/// <content>What reads the answers, on a thread of its own, and hands them to whom they are for.</content>
internal sealed partial class ProcessExchange
{
    // 256 joints and as many actions, with names of 64 characters each, are 35 KB.
    private const int MaximumLineBytes = 64 << 10;

    private readonly Thread _reader;

    /// <summary>Waits until all that it has answered is read; its output may be held open by what it has
    /// started.</summary>
    public void WaitForEnd(TimeSpan limit) => _reader.Join(limit);

    private void Read()
    {
        string problem;
        try
        {
            var lines = new LineReader(_process.Output, MaximumLineBytes);
            while (lines.TryRead(out ReadOnlySpan<byte> line))
                Take(AnswerReader.Read(line));
            problem = _process.DescribeEnd();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or ObjectDisposedException)
        {
            problem = failure.Message;
        }
        lock (_gate)
            Record(problem);
    }

    private void Take(ProcessAnswer answer)
    {
        lock (_gate)
        {
            string? problem = answer.Id switch
            {
                null => answer.Error ?? "an answer of it has no id: each has that of its request",
                { } id when id == _command.Id => TakeConfirmation(answer),
                { } id when id == _callId && _answer is null => TakeAnswer(answer),
                { } id => $"it answered a request {id}, which it was not asked or has answered before",
            };
            if (problem is not null)
                Record(problem);
        }
    }

    private string? TakeConfirmation(ProcessAnswer answer)
    {
        if (answer.Error is { } error)
            return $"act: {error}";
        if (answer.Misplaced(ProcessCall.Act) is { } misplaced)
            return $"its answer to act has {misplaced}, which belongs into another";
        if (_position.IsTold && answer.Position is null)
            return "its answer to act has no position, though that to connect had one";
        Keep(answer, ProcessCall.Act, _command.Id);
        // Where it cannot be written the output's end says why, or that it is never confirmed. After a failure nobody
        // is in command any more.
        if (_command.Confirm(out ReadOnlySpan<float> next) && _failure is null)
            _ = SendCommand(next);
        return null;
    }

    private string? TakeAnswer(ProcessAnswer answer)
    {
        if (answer.Error is null && answer.Misplaced(_call) is { } misplaced)
            return $"its answer to {NameOf(_call)} has {misplaced}, which belongs into another";
        if (answer.Reset is true)
        {
            _isResetting = true;
            _command.Drop();
        }
        _answer = answer;
        Monitor.PulseAll(_gate);
        return null;
    }

    private void Keep(ProcessAnswer answer, ProcessCall call, long id)
    {
        if (answer.Position is not { } position)
            return;
        if (position.Length == _position.Joints)
            _position.Keep(position, id);
        else
        {
            Record(
                $"its answer to {NameOf(call)} has {position.Length} positions, there are {_position.Joints} joints");
        }
    }

    private void Record(string problem)
    {
        _failure ??= _process.Describe(problem);
        Monitor.PulseAll(_gate);
    }
}
