using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Binding;

/// <summary>A policy that sees the state now and one step ago, and pictures now and three steps ago.</summary>
public sealed class HistoryBindingTests
{
    private static readonly TensorDescription State = new()
    {
        Spec = new TensorSpec("observation.state", TensorRole.State, ElementType.Float32, [1, 2, 3]),
        Normalize = new NormalizationDescription(NormalizationMode.MinMax, [0, 0, 0], [2, 4, 8], 1e-8f),
        History = [-1, 0],
    };

    private static readonly TensorDescription Head = new()
    {
        Spec = new TensorSpec("observation.images.head", TensorRole.Image, ElementType.Float32, [1, 2, 3, 1, 2]),
        Normalize = NormalizationDescription.Identity,
        UnitScale = false,
        History = [-3, 0],
    };

    [Fact]
    public void Each_moment_goes_into_its_own_place_of_each_input()
    {
        var bound = new BoundPolicy([State, Head]);
        bound.Binding.Needs.History.ShouldBe([-3, -1, 0]);
        ShowAll(bound);

        bound.Fill().ShouldBeNull();

        bound.Inference.Floats(0).ToArray().ShouldBe([1 - 1, 1 - 1, 1 - 1, 2 - 1, 2 - 1, 2 - 1]);
        bound.Inference.Floats(1).ToArray().ShouldBe([1, 4, 2, 5, 3, 6, 21, 24, 22, 25, 23, 26]);
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float64)]
    public void Elements_of_another_type_stand_in_the_same_places(ElementType type)
    {
        bool picture = type is not ElementType.Float64;
        TensorDescription state = State with { Spec = State.Spec with { Type = type } };
        TensorDescription head = Head with { Spec = Head.Spec with { Type = picture ? type : ElementType.UInt8 } };
        var bound = new BoundPolicy([state, head]);
        ShowAll(bound);

        bound.Fill().ShouldBeNull();

        Floats(bound.Inference.Input(0), type).ShouldBe([0, 0, 0, 1, 1, 1]);
        byte[] bytes = [1, 4, 2, 5, 3, 6, 21, 24, 22, 25, 23, 26];
        if (picture)
            Floats(bound.Inference.Input(1), type).ShouldBe(bytes.Select(value => (float)value));
        else
            bound.Inference.Input(1).ToArray().ShouldBe(bytes);
    }

    [Fact]
    public void An_input_without_a_history_sees_now()
    {
        TensorDescription state = State with { Spec = State.Spec with { Shape = [1, 3] }, History = [] };
        var bound = new BoundPolicy([state, Head]);
        bound.Binding.Needs.History.ShouldBe([-3, 0]);
        bound.Show(0, [0, 0, 0], (1, 2, [1, 2, 3, 4, 5, 6]));
        bound.Show(1, [2, 4, 8], (1, 2, [1, 2, 3, 4, 5, 6]));

        bound.Fill().ShouldBeNull();

        bound.Inference.Floats(0).ToArray().ShouldBe([1, 1, 1]);
    }

    [Fact]
    public void An_observation_made_for_more_policies_than_one_may_hold_other_moments_too()
    {
        var bound = new BoundPolicy([State, Head]);
        ObservationNeeds more = bound.Binding.Needs with { History = [-3, -2, -1, 0] };
        var observation = new Observation(more);
        for (int moment = 0; moment < 4; moment++)
        {
            new float[] { moment, moment, moment }.CopyTo(observation.Moments[moment].PreparePosition(3));
            observation.Moments[moment].Cameras[0].Prepare(1, 2).Fill((byte)moment);
        }

        bound.Fill(observation).ShouldBeNull();

        bound.Inference.Floats(0).ToArray().ShouldBe([1, 0, -0.5f, 2, 0.5f, -0.25f]);
        bound.Inference.Floats(1).ToArray().ShouldBe([0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3]);
    }

    [Fact]
    public void What_a_moment_lacks_is_told_with_its_step()
    {
        var bound = new BoundPolicy([State, Head]);
        ShowAll(bound);
        bound.Show(1, [1, 2]);
        GatewayError positions = bound.Fill().ShouldNotBeNull();
        positions.Message.ShouldStartWith(
            "the policy 'p' expects 3 positions in observation.state, 2 came at step -1 of its history; let the robot");

        ShowAll(bound);
        bound.Observation.Moments[0].Clear();
        GatewayError picture = bound.Fill().ShouldNotBeNull();
        picture.Code.ShouldBe(ErrorCode.InvalidArgument);
        picture.Message.ShouldStartWith("the policy 'p' needs a picture of the camera 'head'"
            + " (observation.images.head) at step -3 of its history; none of its cameras came:");
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    public void Filling_allocates_nothing_once_warm(ElementType type)
    {
        var bound = new BoundPolicy([
            State with { Spec = State.Spec with { Type = type } },
            Head with { Spec = Head.Spec with { Type = type, Shape = [1, 2, 3, 60, 96] } },
        ]);
        for (int moment = 0; moment < 3; moment++)
            bound.Show(moment, [1, 2, 3], (90, 120, new byte[90 * 120 * 3]));
        bound.Fill().ShouldBeNull();
        bound.Fill().ShouldBeNull();

        Allocations.LeastOf(() =>
        {
            for (int turn = 0; turn < 10; turn++)
                bound.Fill();
        }).ShouldBe(0);
    }

    [Fact]
    public void A_policy_is_warmed_up_with_every_moment_that_it_sees()
    {
        var bound = new BoundPolicy([State, Head]);
        Observation blank = BlankObservation.For(bound.Policy, bound.Binding.Needs);

        foreach (ImageBinding image in bound.Binding.Images(habit: 0))
            image.Find(blank, out _).ShouldBeNull();
        foreach (InputBinding input in bound.Binding.Inputs)
            input.Fill(blank, bound.Inference).ShouldBeNull();
        bound.Binding.Images(habit: 0).Length.ShouldBe(2);
    }

    /// <summary>
    /// Step −3, −1 and 0: positions a half, a half and the whole of the range; pixels from 1, 11 and 21.
    /// </summary>
    private static void ShowAll(BoundPolicy bound)
    {
        for (int moment = 0; moment < 3; moment++)
        {
            byte[] pixels = [.. Enumerable.Range(1 + (10 * moment), 6).Select(value => (byte)value)];
            bound.Show(moment, moment < 2 ? [1, 2, 4] : [2, 4, 8], (1, 2, pixels));
        }
    }

    private static float[] Floats(ReadOnlySpan<byte> cells, ElementType type)
    {
        float[] values = new float[cells.Length / type.Size()];
        FloatCells.Read(type, cells, values);
        return values;
    }
}
