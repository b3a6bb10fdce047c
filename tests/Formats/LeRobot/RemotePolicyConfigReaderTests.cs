using System.Text.Json;
using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;

namespace PolicyGate.Tests.Formats.LeRobot;

/// <summary>Instructions as stock clients pickle them, against what Python found in them.</summary>
public sealed class RemotePolicyConfigReaderTests
{
    public static TheoryData<string> Files => [.. LeRobotGolden.Files("policy-config")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Instructions_have_all_that_the_client_sent(string file)
    {
        JsonElement expected = LeRobotGolden.ValuesOf(file);

        FormatFault? fault = RemotePolicyConfigReader.Read(
            LeRobotGolden.Bytes(file), LeRobotGolden.Limits, out RemotePolicyConfig? config);

        fault.ShouldBeNull();
        config.ShouldNotBeNull();
        config.Module.ShouldBe(
            file.Contains("0.3.3") ? LeRobotModule.ScriptsServer : LeRobotModule.AsyncInference);
        config.PolicyType.ShouldBe(expected.GetProperty("policy_type").GetString());
        config.PretrainedNameOrPath.ShouldBe(expected.GetProperty("pretrained_name_or_path").GetString());
        config.ActionsPerChunk.ShouldBe(expected.GetProperty("actions_per_chunk").GetInt32());
        config.Device.ShouldBe(expected.GetProperty("device").GetString());
        config.RenameMap.ToDictionary().ShouldBe(
            expected.TryGetProperty("rename_map", out JsonElement names)
                ? names.EnumerateObject().ToDictionary(name => name.Name, name => name.Value.GetString()!)
                : []);
        JsonProperty[] features = [.. expected.GetProperty("lerobot_features").EnumerateObject()];
        config.Features.Select(feature => feature.Name).ShouldBe(features.Select(feature => feature.Name));
        foreach ((LeRobotFeature feature, JsonProperty wanted) in config.Features.Zip(features))
        {
            feature.DataType.ShouldBe(wanted.Value.GetProperty("dtype").GetString());
            feature.Shape.ShouldBe(wanted.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32()));
            feature.Names.ShouldBe(wanted.Value.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        }
    }
}
