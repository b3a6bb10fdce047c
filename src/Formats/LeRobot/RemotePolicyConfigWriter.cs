using System.Buffers;
using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>Writes a pickled <c>RemotePolicyConfig</c>, byte for byte what Python writes of it. Allocates.</summary>
internal ref struct RemotePolicyConfigWriter
{
    // Equal texts are written once: in Python they are one object, but for those of the map of names.
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private PickleWriter _pickle;

    private RemotePolicyConfigWriter(IBufferWriter<byte> output) => _pickle = new PickleWriter(output);

    public static void Write(IBufferWriter<byte> output, RemotePolicyConfig config) =>
        new RemotePolicyConfigWriter(output).Write(config);

    private void Write(RemotePolicyConfig config)
    {
        int unshared = 0;
        _pickle.Global(config.Module.Name(), "RemotePolicyConfig"u8, ref unshared);
        _pickle.NewObject();
        _pickle.NewDictionary();
        _pickle.Mark();
        Write("policy_type");
        Write(config.PolicyType);
        Write("pretrained_name_or_path");
        Write(config.PretrainedNameOrPath);
        Write("lerobot_features");
        Write(config.Features);
        Write("actions_per_chunk");
        _pickle.Integer(config.ActionsPerChunk);
        Write("device");
        Write(config.Device);
        // The class has it since 0.4.
        if (config.Module != LeRobotModule.ScriptsServer)
        {
            Write("rename_map");
            Write(config.RenameMap);
        }
        _pickle.SetItems();
        _pickle.Build();
        _pickle.End();
    }

    private void Write(string text)
    {
        if (_texts.TryGetValue(text, out int memo))
            _pickle.Refer(memo);
        else
            _texts.Add(text, _pickle.Text(text));
    }

    private void Write(IReadOnlyList<LeRobotFeature> features)
    {
        _pickle.NewDictionary();
        Open(features.Count);
        foreach (LeRobotFeature feature in features)
        {
            Write(feature.Name);
            _pickle.NewDictionary();
            _pickle.Mark();
            Write("dtype");
            Write(feature.DataType);
            Write("shape");
            WriteShape(feature.Shape);
            Write("names");
            WriteNames(feature.Names);
            _pickle.SetItems();
        }
        CloseItems(features.Count);
    }

    private void WriteShape(IReadOnlyList<int> shape)
    {
        if (shape.Count > 3)
            _pickle.MarkTuple();
        foreach (int size in shape)
            _pickle.Integer(size);
        if (shape.Count == 0)
            _pickle.EmptyTuple();
        else if (shape.Count > 3)
            _pickle.TupleOfMarked();
        else
            _pickle.Tuple(shape.Count);
    }

    private void WriteNames(IReadOnlyList<string> names)
    {
        _pickle.NewList();
        Open(names.Count);
        foreach (string name in names)
            Write(name);
        if (names.Count == 1)
            _pickle.AppendItem();
        else if (names.Count > 1)
            _pickle.AppendItems();
    }

    private void Write(IReadOnlyDictionary<string, string> map)
    {
        _pickle.NewDictionary();
        Open(map.Count);
        foreach ((string from, string to) in map)
        {
            _pickle.Text(from);
            _pickle.Text(to);
        }
        CloseItems(map.Count);
    }

    private void Open(int count)
    {
        if (count > 1)
            _pickle.Mark();
    }

    private void CloseItems(int count)
    {
        if (count == 1)
            _pickle.SetItem();
        else if (count > 1)
            _pickle.SetItems();
    }
}
