using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Binding;

public sealed class PolicyBindingTests
{
    private static readonly TensorDescription State = new()
    {
        Spec = new TensorSpec("observation.state", TensorRole.State, ElementType.Float32, [1, 3]),
        Normalize = new NormalizationDescription(NormalizationMode.MeanStd, [1, 0, -2], [0.5f, 2, 0], 1e-8f),
        Names = ["shoulder", "elbow", "gripper"],
    };

    private static readonly TensorDescription Head = new()
    {
        Spec = new TensorSpec("observation.images.head", TensorRole.Image, ElementType.Float32, [1, 3, 1, 2]),
        Normalize = new NormalizationDescription(
            NormalizationMode.MeanStd, [0.5f, 0.25f, 0], [0.5f, 0.25f, 1], Epsilon: 0),
    };

    private static readonly TensorDescription Task = new()
    {
        Spec = new TensorSpec("task", TensorRole.Task, ElementType.Utf8, [1]),
        Normalize = NormalizationDescription.Identity,
    };

    [Fact]
    public void State_picture_and_task_go_where_the_models_own_order_has_them()
    {
        // policy.json's order is state, head, task; the model's is the reverse.
        var bound = new BoundPolicy([State, Head, Task], reverse: true);
        bound.Show([2, 3, -2], (1, 2, [255, 0, 0, 0, 255, 51]), "pick it up");

        bound.Fill().ShouldBeNull();

        bound.Inference.Text.ShouldBe("pick it up"u8.ToArray());
        // By channel: (1 − 0.5) / 0.5 and (0 − 0.5) / 0.5; (0 − 0.25) / 0.25 and (1 − 0.25) / 0.25; 0 and 51 / 255.
        bound.Inference.Floats(1).ToArray().ShouldBe([1, -1, -1, 3, 0, 51 / 255f]);
        bound.Inference.Floats(2).ToArray().ShouldBe([(2 - 1) / (0.5f + 1e-8f), 3 / 2f, 0]);
    }

    [Fact]
    public void Pictures_in_hwc_unscaled_and_without_statistics_are_the_pixels()
    {
        TensorDescription head = Head with
        {
            Spec = Head.Spec with { Shape = [1, 1, 2, 3] },
            Layout = ImageLayout.Hwc,
            UnitScale = false,
            Normalize = NormalizationDescription.Identity,
        };
        var bound = new BoundPolicy([head]);
        bound.Show([], (1, 2, [255, 0, 7, 0, 254, 51]));

        bound.Fill().ShouldBeNull();

        bound.Inference.Floats(0).ToArray().ShouldBe([255, 0, 7, 0, 254, 51]);
    }

    [Fact]
    public void A_larger_picture_is_resized_by_the_wires_habit_where_policy_json_says_nothing()
    {
        TensorDescription head = Head with { UnitScale = false, Normalize = NormalizationDescription.Identity };
        var bound = new BoundPolicy([head]);
        // Each half of the picture is of one colour; each pixel of the answer, made by Pillow, has a little of both.
        byte[] pixels = [.. Enumerable.Range(0, 4 * 8).SelectMany(i => i % 8 < 4 ? (byte[])[255, 0, 9] : [0, 255, 9])];
        bound.Show([], (4, 8, pixels));

        bound.Fill().ShouldBeNull();

        bound.Inference.Floats(0).ToArray().ShouldBe([231, 24, 24, 231, 9, 9]);
    }

    [Fact]
    public void What_is_needed_is_known_before_anything_came()
    {
        var bound = new BoundPolicy([State, Head, Task]);

        bound.Binding.Needs.Cameras.ShouldBe(["head"]);
        bound.Binding.Needs.Task.ShouldBeTrue();
        bound.Binding.Needs.History.ShouldBe([0]);
        (bound.Binding.ChunkRows, bound.Binding.ActionWidth).ShouldBe((2, 3));
    }

    [Fact]
    public void Too_few_positions_are_told_with_the_joints_names()
    {
        var bound = new BoundPolicy([State]);
        bound.Show([1, 2]);

        bound.Fill().ShouldBe(new GatewayError(ErrorCode.InvalidArgument,
            "the policy 'p' expects 3 positions in observation.state (shoulder … gripper), 2 came; let the robot send"
            + " what the policy was trained with, or serve a policy made for this robot"));
    }

    [Fact]
    public void An_absent_camera_is_named()
    {
        var bound = new BoundPolicy([State, Head]);
        bound.Show([1, 2, 3]);

        GatewayError error = bound.Fill().ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.InvalidArgument);
        error.Message.ShouldStartWith(
            "the policy 'p' needs a picture of the camera 'head' (observation.images.head); none of its cameras came:");
    }

    [Theory]
    [InlineData(2, 2, false, "takes 1×2 pictures (height × width) of the camera 'head' as they are (resize none), 2×2")]
    [InlineData(1, 9000, true, "is 1×9000; 1 to 8192 pixels a side can be resized (Limits:PictureSide)")]
    [InlineData(0, 4, true, "is 0×4; 1 to 8192 pixels a side can be resized (Limits:PictureSide)")]
    public void A_size_that_will_not_do_is_told(int height, int width, bool resized, string expected)
    {
        var bound = new BoundPolicy([Head with { Resize = resized ? ResizeMethod.PillowBicubic : ResizeMethod.None }]);
        bound.Show([], (height, width, new byte[height * width * 3]));

        GatewayError error = bound.Fill().ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.InvalidArgument);
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public void A_border_is_made_before_pixels_are_normalised()
    {
        // As LeRobot's pi0: −1 where pixels are 0…1, which 2x − 1 then makes −3.
        var bound = new BoundPolicy([Head with
        {
            Spec = Head.Spec with { Shape = [1, 3, 2, 2] },
            Normalize = Head.Normalize with { First = [0.5f, 0.5f, 0.5f], Second = [0.5f, 0.5f, 0.5f] },
            Resize = ResizeMethod.Pi0Pad,
        }]);
        bound.Show([], (1, 2, [255, 255, 255, 255, 255, 255]));

        bound.Fill().ShouldBeNull();

        bound.Inference.Floats(0).ToArray().ShouldBe([1, 1, -3, -3, 1, 1, -3, -3, 1, 1, -3, -3]);
    }

    [Fact]
    public void A_picture_too_long_for_its_aspect_to_be_kept_is_told()
    {
        var bound = new BoundPolicy([Head with { Resize = ResizeMethod.SmolVlaPad }]);
        bound.Show([], (1, 5, new byte[15]));

        bound.Fill().ShouldNotBeNull().Message.ShouldContain(
            "'head' is 1×5: with its aspect kept, nothing of it is left in 1×2; check the camera");
    }

    [Fact]
    public void A_policy_that_takes_an_instruction_does_not_run_without_one()
    {
        var bound = new BoundPolicy([Task]);
        bound.Show([]);

        bound.Fill().ShouldNotBeNull().Message.ShouldContain("no instruction came (input task)");
    }

    [Fact]
    public void A_backend_in_robot_units_gets_and_gives_values_as_they_are()
    {
        var bound = new BoundPolicy([State], robotUnits: true);
        bound.Show([2, 3, -2]);

        bound.Fill().ShouldBeNull();

        bound.Inference.Floats(0).ToArray().ShouldBe([2, 3, -2]);
        Unnormalize(bound.Policy, robotUnits: true).ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Actions_come_back_to_the_robots_units_row_by_row()
    {
        Unnormalize(new BoundPolicy([State]).Policy, robotUnits: false).ShouldBe([1.5f, 4, -2, 3, 10, -2]);
    }

    [Fact]
    public void Filling_allocates_nothing_once_warm()
    {
        var bound = new BoundPolicy([State, Head]);
        bound.Show([2, 3, -2], (60, 96, new byte[60 * 96 * 3]));
        bound.Fill().ShouldBeNull();

        Allocations.LeastOf(() =>
        {
            for (int turn = 0; turn < 10; turn++)
                bound.Fill();
        }).ShouldBe(0);
    }

    private static float[] Unnormalize(PolicyDescription policy, bool robotUnits)
    {
        float[] rows = new float[6];
        new ActionUnnormalizer(policy, robotUnits).Apply([1, 2, 3, 4, 5, 6], state: [7, 8, 9], rows);
        return rows;
    }
}
