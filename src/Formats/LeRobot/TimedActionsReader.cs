using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>Reads a pickled <c>list[TimedAction]</c>: what a policy server answers; empty where it had none.</summary>
internal static class TimedActionsReader
{
    public static FormatFault? Read(
        ReadOnlyMemory<byte> pickle, PickleLimits limits, out IReadOnlyList<TimedAction> actions)
    {
        actions = [];
        var reader = new PickleReader(limits, LeRobotClasses.TimedAction);
        if (reader.Read(pickle) is { } broken)
            return broken;
        PickleDocument document = reader.Document;
        ref PickleNode list = ref document[document.Root];
        if (list.Kind is not PickleKind.List)
        {
            return FormatFault.Unsupported(
                $"byte {list.At}: expected a list, found {PickleValues.Describe(document, document.Root)}");
        }
        // A few bytes may stand for one action many times over, or for many views of one storage.
        long most = pickle.Length;
        var read = new List<TimedAction>();
        var known = new Dictionary<int, TimedAction>();
        foreach (PickleLink item in document.ItemsOf(list))
        {
            if (LeRobotObject.Open(document, "TimedAction", item.Value, out LeRobotObject timed) is { } other)
                return other;
            if (!known.TryGetValue(timed.Fields, out TimedAction? action))
            {
                if (ReadAction(document, timed, out action) is { } fault)
                    return fault;
                known.Add(timed.Fields, action!);
                most -= sizeof(float) * (long)action!.Values.Length;
            }
            if (most < 0)
                return FormatFault.LimitExceeded($"action {read.Count}: more values than the message has bytes");
            read.Add(action);
        }
        actions = read;
        return null;
    }

    private static FormatFault? ReadAction(PickleDocument document, in LeRobotObject timed, out TimedAction? action)
    {
        action = null;
        if (timed.Seconds("timestamp"u8, out double timestamp) is { } noTime)
            return noTime;
        if (timed.Integer("timestep"u8, 0, long.MaxValue, out long timestep) is { } noStep)
            return noStep;
        int tensor = timed.Find("action"u8);
        if (!PickleValues.TryArray(document, tensor, out PickleArray array) || array is not { Kind: 'f', Rank: 1 })
            return timed.Wrong("action"u8, tensor, "an array [n] of floats");
        float[] values = new float[array.Shape.First];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)PickleValues.ValueOf(array, i * array.Strides.First);
        action = new TimedAction(timestamp, timestep, values);
        return null;
    }
}
