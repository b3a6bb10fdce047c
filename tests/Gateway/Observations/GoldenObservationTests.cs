using PolicyGate.Gateway.Errors;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Observations;

/// <summary>Every reference file: read exactly, or refused with a message that says why.</summary>
public sealed class GoldenObservationTests
{
    /// <summary>Bad files: what the refusal must say.</summary>
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["truncated-body"] = "the closing magic ARROW1 is missing: the file's end is cut off",
        ["truncated-footer"] = "the closing magic ARROW1 is missing",
        ["empty"] = "0 bytes",
        ["not-arrow"] = "wrong magic",
        ["footer-length"] = "reaches beyond the file",
        ["no-rows"] = "there is no observation in it",
        ["no-position"] = "the policy needs position, which the observation lacks",
        ["null-position"] = "position is null",
        ["string-position"] = "position is of type string",
        ["nan-position"] = "position[3] is NaN",
        ["short-camera"] = "camera_head_left holds 9717 bytes, 3 fewer than height x width x 3 = 45x72x3 = 9720",
        ["float-camera"] = "camera_head_left is of type list<float>, expected list<uint8> or binary",
        ["missing-camera"] = "the policy needs camera_wrist_left and camera_wrist_right, which the observation lacks; "
            + "it has position, camera_head_left",
    };

    public static TheoryData<string> Read =>
        [.. GoldenData.OpenArmIndex.Where(g => g.Kind != "bad").Select(g => g.Name)];

    public static TheoryData<string> Captured => [.. GoldenData.OpenArmCaptured.Select(g => g.Name)];

    public static TheoryData<string> Bad =>
        [.. GoldenData.OpenArmIndex.Where(g => g.Kind == "bad" && g.Name != "seven-positions").Select(g => g.Name)];

    [Theory]
    [MemberData(nameof(Read))]
    public void Position_id_task_and_pixels_are_those_that_pyarrow_reads(string name)
    {
        GoldenObservation golden = GoldenData.OpenArm(name);
        using var reader = GoldenReader.For(golden);
        reader.Read(golden).ShouldBeNull();
        reader.ShouldHold(golden);
    }

    [Theory]
    [MemberData(nameof(Captured))]
    public void Files_of_the_stock_nodes_are_read_exactly(string name)
    {
        GoldenObservation golden = GoldenData.OpenArmCaptured.Single(g => g.Name == name);
        using var reader = GoldenReader.For(golden);
        reader.Read(golden).ShouldBeNull();
        reader.ShouldHold(golden);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_files_are_refused_with_the_reason(string name)
    {
        GoldenObservation golden = GoldenData.OpenArm(name);
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        GatewayError error = reader.Read(golden).ShouldNotBeNull();
        error.Message.ShouldContain(Reasons[name]);
        error.Message.ShouldContain(GoldenData.Path(golden.File));
        reader.Observation.Position.Length.ShouldBe(0);
        reader.Observation.Cameras[0].Present.ShouldBeFalse();
    }

    [Fact]
    public void Seven_positions_are_read_as_seven_for_the_policy_to_refuse()
    {
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        reader.Read(GoldenData.OpenArm("seven-positions")).ShouldBeNull();
        reader.Observation.Position.Length.ShouldBe(7);
    }

    [Fact]
    public void One_reader_takes_all_files_in_turn_the_bad_ones_included()
    {
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        foreach (GoldenObservation golden in GoldenData.OpenArmIndex.Concat(GoldenData.OpenArmCaptured))
        {
            bool complete = GoldenReader.PolicyCameras.All(
                camera => golden.Cameras?.ContainsKey(GoldenReader.Prefix + camera) == true);
            GatewayError? error = reader.Read(golden);
            if (golden.Name == "seven-positions")
                continue;
            (error is null).ShouldBe(complete, $"{golden.Name}: {error}");
            if (error is null)
                reader.ShouldHold(golden);
        }
    }

    [Fact]
    public void A_needed_camera_without_a_picture_is_refused()
    {
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        GatewayError error = reader.Read(GoldenData.OpenArm("nulls-before")).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.InvalidArgument);
        error.Message.ShouldContain("camera_wrist_right is null");
    }
}
