using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Gateway.Policies.LeRobot;

/// <summary>Statistics that are missing, wrong or hostile: each is named, with its file.</summary>
public sealed class CheckpointStatisticsTests
{
    private const string Statistics = "policy_preprocessor_step_3_normalizer_processor.safetensors";

    [Fact]
    public void Weights_without_statistics_and_without_processors_were_copied_in_part()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Delete("policy_preprocessor.json");
        checkpoint.Delete("policy_postprocessor.json");

        List<string> errors = checkpoint.Errors();

        errors.Count.ShouldBe(4);
        errors[0].ShouldBe("model.safetensors normalize_inputs.buffer_observation_state.mean: there is no such tensor,"
            + " which mean_std takes (config.json normalization_mapping); since 0.4 LeRobot saves them with"
            + " policy_preprocessor.json, which is not here: copy all files of the checkpoint");
    }

    [Fact]
    public void A_file_of_statistics_that_is_not_there_is_named_once()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Delete(Statistics);

        checkpoint.Errors().ShouldHaveSingleItem().ShouldStartWith("policy_preprocessor.json steps[3]:"
            + $" 'observation.state' is normalised by mean_std, and there is no {Statistics} with the statistics;"
            + " LeRobot leaves such values as they are: if the policy was trained so, set the mode to \"IDENTITY\"");
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../weights.safetensors")]
    public void A_file_of_statistics_elsewhere_is_not_read(string file)
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Preprocessor["steps"]![3]!["state_file"] = file;

        checkpoint.Errors()[0].ShouldBe("policy_preprocessor.json steps[3].state_file: expected a file of the"
            + $" checkpoint's folder, relative to it, found \"{file}\"");
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void A_statistic_that_is_no_number_is_named(float value, string shown)
    {
        using var checkpoint = new TemporaryCheckpoint();
        Patch(checkpoint.At(Statistics), "observation.images.wrist.std", 2, value);

        checkpoint.Errors().ShouldBe([$"{Statistics} observation.images.wrist.std[2]: expected a finite number, found"
            + $" {shown}; save the checkpoint with the statistics of its dataset"]);
    }

    [Fact]
    public void A_deviation_below_0_and_a_range_that_is_upside_down_are_named()
    {
        using var deviation = new TemporaryCheckpoint("act-0.3.3");
        Patch(deviation.At("model.safetensors"), "unnormalize_outputs.buffer_action.std", 5, -1);
        deviation.Errors().ShouldBe(["model.safetensors unnormalize_outputs.buffer_action.std[5]: expected 0 or more,"
            + " found -1"]);

        using var range = new TemporaryCheckpoint("act-0.3.3-min-max");
        Patch(range.At("model.safetensors"), "normalize_inputs.buffer_observation_state.max", 0, -1000);
        range.Errors().ShouldHaveSingleItem().ShouldStartWith(
            "model.safetensors normalize_inputs.buffer_observation_state.max[0]: expected 'min' or more (");
    }

    [Fact]
    public void Statistics_of_another_type_shape_or_name_are_named()
    {
        using var checkpoint = new TemporaryCheckpoint();
        string path = checkpoint.At(Statistics);
        // Same lengths, so that all the rest stays where it is.
        Replace(path, "\"observation.state.mean\":{\"dtype\":\"F32\"", "\"observation.state.mean\":{\"dtype\":\"I32\"");
        Replace(path, "\"observation.images.front.mean\"", "\"observation.images.front.mena\"");
        Replace(path, "\"observation.images.wrist.mean\":{\"dtype\":\"F32\",\"shape\":[3,1,1]",
            "\"observation.images.wrist.mean\":{\"dtype\":\"F32\",\"shape\":[1,1,3]");

        List<string> errors = checkpoint.Errors();

        errors.Count.ShouldBe(3);
        errors[0].ShouldBe($"{Statistics} the tensor 'observation.state.mean' holds I32; expected F32, F64, F16, BF16");
        errors[1].ShouldStartWith($"{Statistics} observation.images.front.mean: there is no such tensor, which mean_std"
            + " takes (policy_preprocessor.json steps[3]);");
        errors[2].ShouldBe($"{Statistics} observation.images.wrist.mean: expected [3, 1, 1], one value for each joint"
            + " or colour channel, found [1, 1, 3]");
    }

    [Fact]
    public void A_file_of_statistics_that_is_cut_off_lies_or_is_too_long_is_named()
    {
        using var cut = new TemporaryCheckpoint();
        using (FileStream file = File.OpenWrite(cut.At(Statistics)))
            file.SetLength(5000);
        cut.Errors().ShouldHaveSingleItem().ShouldStartWith(
            $"{Statistics}: tensor 'observation.images.wrist.");

        using var lying = new TemporaryCheckpoint();
        byte[] bytes = File.ReadAllBytes(lying.At(Statistics));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, 1UL << 63);
        File.WriteAllBytes(lying.At(Statistics), bytes);
        lying.Errors().ShouldHaveSingleItem().ShouldStartWith(
            $"{Statistics}: its header would be 9223372036854775808 bytes long");

        using var limited = new TemporaryCheckpoint();
        limited.Limits.SafetensorsHeaderBytes = 1000;
        limited.Errors()[0].ShouldStartWith(
            $"{Statistics}: its header is 4592 bytes long; at most 1000 are read (Limits:SafetensorsHeaderBytes)");
    }

    private static void Patch(string path, string tensor, int index, float value)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        JsonNode json = JsonNode.Parse(bytes.AsSpan(sizeof(ulong), header))!;
        int offset = sizeof(ulong) + header + (int)json[tensor]!["data_offsets"]![0]!;
        MemoryMarshal.Write(bytes.AsSpan(offset + (index * sizeof(float))), value);
        File.WriteAllBytes(path, bytes);
    }

    private static void Replace(string path, string text, string by)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        at.ShouldBeGreaterThan(0, text);
        Encoding.UTF8.GetBytes(by).CopyTo(bytes, at);
        File.WriteAllBytes(path, bytes);
    }
}
