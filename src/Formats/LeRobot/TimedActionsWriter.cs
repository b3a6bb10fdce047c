using System.Buffers;
using System.Runtime.InteropServices;
using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>
/// Writes a pickled <c>list[TimedAction]</c>: byte for byte what Python writes of the same actions where each has a
/// storage of its own. Allocates nothing.
/// </summary>
internal static class TimedActionsWriter
{
    // CPython's, of one APPENDS.
    private const int Batch = 1000;

    // 313 bytes in the recorded answers, integers at their shortest.
    private const int MostOfAction = 384;
    private const int MostOfNames = 256;

    /// <param name="output">Receives the pickle.</param>
    /// <param name="module">The client's own.</param>
    /// <param name="timestamp">Of the observation; action i is <c>i · interval</c> later.</param>
    /// <param name="timestep">Of the observation; action i is i later.</param>
    /// <param name="interval">Seconds between actions.</param>
    /// <param name="values">All rows.</param>
    /// <param name="width">Values of a row.</param>
    public static void Write(
        IBufferWriter<byte> output, LeRobotModule module, double timestamp, long timestep, double interval,
        ReadOnlySpan<float> values, int width)
    {
        int rows = values.Length / width;
        var pickle = new PickleWriter(output, MostOfNames + ((long)rows * (MostOfAction + (width * sizeof(float)))));
        var names = default(Names);
        pickle.NewList();
        for (int i = 0; i < rows; i++)
        {
            if (rows > 1 && i % Batch == 0)
                pickle.Mark();
            ReadOnlySpan<float> row = values.Slice(i * width, width);
            WriteAction(ref pickle, ref names, module, timestamp + (i * interval), timestep + i, row);
            if (rows == 1)
                pickle.AppendItem();
            else if (i % Batch == Batch - 1 || i == rows - 1)
                pickle.AppendItems();
        }
        pickle.End();
    }

    private static void WriteAction(
        ref PickleWriter pickle, ref Names names, LeRobotModule module, double timestamp, long timestep,
        ReadOnlySpan<float> values)
    {
        pickle.Global(module.Name(), "TimedAction"u8, ref names.TimedAction);
        pickle.NewObject();
        pickle.NewDictionary();
        pickle.Mark();
        pickle.Text("timestamp"u8, ref names.Timestamp);
        pickle.Number(timestamp);
        pickle.Text("timestep"u8, ref names.Timestep);
        pickle.Integer(timestep);
        pickle.Text("action"u8, ref names.Action);
        WriteTensor(ref pickle, ref names, values);
        pickle.SetItems();
        pickle.Build();
    }

    /// <summary>The call <c>_rebuild_tensor_v2(storage, 0, (n,), (1,), False, OrderedDict())</c>.</summary>
    private static void WriteTensor(ref PickleWriter pickle, ref Names names, ReadOnlySpan<float> values)
    {
        pickle.Global("torch._utils"u8, "_rebuild_tensor_v2"u8, ref names.RebuildTensor);
        pickle.MarkTuple();
        pickle.Global("torch.storage"u8, "_load_from_bytes"u8, ref names.LoadFromBytes);
        TorchStorage.Write(ref pickle, values);
        pickle.Tuple(1);
        pickle.Reduce();
        pickle.Integer(0);
        WriteTuple(ref pickle, values.Length);
        WriteTuple(ref pickle, 1);
        pickle.Boolean(false);
        pickle.Global("collections"u8, "OrderedDict"u8, ref names.OrderedDict);
        pickle.EmptyTuple();
        pickle.Reduce();
        pickle.TupleOfMarked();
        pickle.Reduce();
    }

    private static void WriteTuple(ref PickleWriter pickle, int value)
    {
        pickle.Integer(value);
        pickle.Tuple(1);
    }

    /// <summary>Where in the memo the parts are that all actions share; 0 before they were written.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Names
    {
        public int TimedAction;
        public int Timestamp;
        public int Timestep;
        public int Action;
        public int RebuildTensor;
        public int LoadFromBytes;
        public int OrderedDict;
    }
}
