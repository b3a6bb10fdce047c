using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>Reads a pickled <c>RemotePolicyConfig</c>.</summary>
internal static class RemotePolicyConfigReader
{
    public static FormatFault? Read(ReadOnlyMemory<byte> pickle, PickleLimits limits, out RemotePolicyConfig? config)
    {
        config = null;
        var reader = new PickleReader(limits, LeRobotClasses.RemotePolicyConfig);
        if (reader.Read(pickle) is { } broken)
            return broken;
        PickleDocument document = reader.Document;
        if (LeRobotObject.Open(document, "RemotePolicyConfig", document.Root, out LeRobotObject fields) is { } other)
            return other;
        return Read(document, fields, out config);
    }

    private static FormatFault? Read(
        PickleDocument document, in LeRobotObject fields, out RemotePolicyConfig? config)
    {
        config = null;
        var features = new LeRobotFeatures(document);
        if (fields.Text("policy_type"u8, absent: null, out string type) is { } noType)
            return noType;
        if (fields.Text("pretrained_name_or_path"u8, absent: null, out string path) is { } noPath)
            return noPath;
        if ((fields.Dictionary("lerobot_features"u8, out int entries) ?? features.Read(entries)) is { } noFeatures)
            return noFeatures;
        if (fields.Integer("actions_per_chunk"u8, 1, int.MaxValue, out long actions) is { } noActions)
            return noActions;
        if (fields.Text("device"u8, absent: "cpu", out string device) is { } noDevice)
            return noDevice;
        if (Names(fields, features, out IReadOnlyDictionary<string, string> names) is { } noNames)
            return noNames;
        config = new RemotePolicyConfig
        {
            Module = fields.Module,
            PolicyType = type,
            PretrainedNameOrPath = path,
            Features = features.All,
            ActionsPerChunk = (int)actions,
            Device = device,
            RenameMap = names,
        };
        return null;
    }

    /// <summary>LeRobot 0.3 has none.</summary>
    private static FormatFault? Names(
        in LeRobotObject fields, LeRobotFeatures texts, out IReadOnlyDictionary<string, string> names)
    {
        names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (fields.Find("rename_map"u8) < 0)
            return null;
        return fields.Dictionary("rename_map"u8, out int entries) ?? texts.ReadNames(entries, out names);
    }
}
