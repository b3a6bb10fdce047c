using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Binding;

public sealed class ActionUnnormalizerTests
{
    // LeRobot's own example: docs/source/action_representations.mdx of 0.6.
    private static readonly float[] State = [45, -30, 10];

    private static readonly float[] Offsets = [1, 1, 1, 2.5f, 3, 2];

    private static readonly TensorDescription Relative = BoundPolicy.Action with
    {
        Normalize = NormalizationDescription.Identity,
        Relative = [true, true, true],
    };

    [Fact]
    public void Relative_rows_are_offsets_from_the_state_that_the_chunk_was_inferred_from()
    {
        Apply(Relative, Offsets, State).ShouldBe([46, -29, 11, 47.5f, -27, 12]);
    }

    [Fact]
    public void Joints_that_stay_absolute_are_left_alone()
    {
        Apply(Relative with { Relative = [true, true, false] }, Offsets, State).ShouldBe([46, -29, 1, 47.5f, -27, 2]);
    }

    [Fact]
    public void Offsets_are_unnormalised_before_the_state_is_added()
    {
        LeRobotGolden golden = new("act-0.4.4-quantiles", "action");
        float[] state = new LeRobotGolden("act-0.4.4-quantiles", "observation.state").Robot[0];
        TensorDescription action = Relative with
        {
            Spec = Relative.Spec with { Shape = [1, 20, 6] },
            Normalize = golden.Normalize,
            Relative = [true, true, true, true, true, false],
        };

        Apply(action, golden.Model[0], state).ShouldBe(
            golden.Robot[0].Select((value, i) => i % 6 == 5 ? value : value + state[i % 6]));
    }

    [Fact]
    public void A_backend_in_robot_units_answers_absolute_targets()
    {
        Apply(Relative, Offsets, State, robotUnits: true).ShouldBe(Offsets);
    }

    [Fact]
    public void A_chunk_is_unnormalised_without_allocating()
    {
        var unnormalizer = new ActionUnnormalizer(PolicyOf(Relative), robotUnits: false);
        float[] rows = new float[Offsets.Length];
        unnormalizer.Apply(Offsets, State, rows);

        Allocations.LeastOf(() =>
        {
            for (int turn = 0; turn < 10; turn++)
                unnormalizer.Apply(Offsets, State, rows);
        }).ShouldBe(0);
    }

    private static float[] Apply(TensorDescription action, float[] raw, float[] state, bool robotUnits = false)
    {
        float[] rows = [.. raw];
        // In place: the memory may be the same.
        new ActionUnnormalizer(PolicyOf(action), robotUnits).Apply(rows, state, rows);
        return rows;
    }

    private static PolicyDescription PolicyOf(TensorDescription action) =>
        new BoundPolicy([]).Policy with { Outputs = [action] };
}
