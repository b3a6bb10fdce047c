using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Wires.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.LeRobot;

/// <summary>Which of a robot's observations are answered, and who gets the answer.</summary>
public sealed class RobotMailboxTests
{
    private readonly ManualTime _time = new();
    private readonly BoundedMemory _memory = new(1 << 20);
    private readonly RobotMailbox _mailbox;

    public RobotMailboxTests() => _mailbox = New(similarity: null);

    [Fact]
    public void Until_one_is_taken_every_observation_waits_in_the_place_of_the_one_before()
    {
        Post(timestep: 0, mustGo: true).ShouldBeTrue();
        for (int tick = 0; tick < 100; tick++)
            Post(timestep: 0, mustGo: false).ShouldBeTrue();

        Take().Timestep.ShouldBe(0);
    }

    [Fact]
    public void While_the_first_is_answered_others_of_its_timestep_neither_pile_up_nor_wait()
    {
        Post(timestep: 0, mustGo: true);
        Take();

        for (int tick = 0; tick < 100; tick++)
            Post(timestep: 0, mustGo: false).ShouldBeFalse();
        Post(timestep: 1, mustGo: false).ShouldBeTrue();
    }

    [Fact]
    public void After_an_answer_that_was_not_delivered_the_next_observation_is_taken()
    {
        Post(timestep: 0, mustGo: true);
        Take();
        _mailbox.Hand(episode: 0).ShouldBeTrue();
        _mailbox.Sent(delivered: false);

        Post(timestep: 0, mustGo: false).ShouldBeTrue();
    }

    [Fact]
    public async Task No_observation_is_taken_while_an_answer_is_still_going_out()
    {
        Post(timestep: 0, mustGo: true);
        Take();
        _mailbox.Hand(episode: 0).ShouldBeTrue();
        Post(timestep: 1, mustGo: false);
        _mailbox.Ask(new ActionsRequest(_mailbox, long.MaxValue));
        Task<long> next = Task.Run(() => TakeAsked().Timestep);

        _mailbox.Sent(delivered: true);

        (await next.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(1);
    }

    [Fact]
    public void An_answer_of_an_earlier_episode_is_not_handed_out()
    {
        Post(timestep: 0, mustGo: true);
        Take();
        _mailbox.Begin();

        _mailbox.Hand(episode: 0).ShouldBeFalse();
        Post(timestep: 0, mustGo: false).ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_call_takes_the_place_of_the_first_which_is_told()
    {
        var first = new ActionsRequest(_mailbox, long.MaxValue);
        _mailbox.Ask(first);
        _mailbox.Ask(new ActionsRequest(_mailbox, long.MaxValue));

        (await first.Answer).Error.ShouldNotBeNull().Code.ShouldBe(ErrorCode.Cancelled);
    }

    [Fact]
    public async Task A_call_that_waited_long_enough_gets_an_empty_answer()
    {
        var late = new ActionsRequest(_mailbox, _time.GetTimestamp());
        _mailbox.Ask(late);
        Task<bool> thread = Task.Run(() => _mailbox.Take(out _, out _, out _));

        (await late.Answer.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(default);
        _mailbox.Stop();
        (await thread.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0.1, false)]
    [InlineData(0.3, true)]
    public void With_a_threshold_states_that_are_similar_to_the_last_are_passed_over(double moved, bool taken)
    {
        RobotMailbox mailbox = New(similarity: 0.4);
        Post(mailbox, timestep: 0, mustGo: true, state: 1);
        Take(mailbox);

        // Four joints: the distance is twice that of one.
        Post(mailbox, timestep: 1, mustGo: false, state: 1 + moved).ShouldBe(taken);
        Post(mailbox, timestep: 2, mustGo: true, state: 1).ShouldBeTrue();
    }

    [Fact]
    public void A_robot_that_sends_many_at_once_is_told_and_loses_no_place()
    {
        var rented = new List<ArrivedObservation>();
        GatewayError? refused;
        while ((refused = _mailbox.Rent(out ArrivedObservation? observation)) is null)
            rented.Add(observation!);
        rented.Count.ShouldBe(4);
        refused.Code.ShouldBe(ErrorCode.Overloaded);

        rented.ForEach(_mailbox.GiveBack);
        Post(timestep: 0, mustGo: true).ShouldBeTrue();
    }

    [Fact]
    public void A_robot_that_sends_without_measure_leaves_room_for_the_others()
    {
        var limits = new LimitsOptions { MessageBytes = 1 << 20 };
        var greedy = new RobotMailbox(limits, _memory, similarity: null, _time);
        GatewayError? refused = null;
        while (refused is null && greedy.Rent(out ArrivedObservation? observation) is null)
            refused = observation!.Reserve(100 << 10, 0, out _);
        refused.ShouldNotBeNull().Message.ShouldContain("one robot's a quarter of that");

        for (int robot = 0; robot < 7; robot++)
            _memory.TryRent(100 << 10, out _).ShouldBeTrue();
    }

    private RobotMailbox New(double? similarity) =>
        new(new LimitsOptions(), _memory, similarity, _time);

    private bool Post(long timestep, bool mustGo) => Post(_mailbox, timestep, mustGo, state: 0);

    private static bool Post(RobotMailbox mailbox, long timestep, bool mustGo, double state)
    {
        mailbox.Rent(out ArrivedObservation? observation).ShouldBeNull();
        ObservationBytes.Fill(observation!, ObservationBytes.Of(timestep, mustGo, state));
        return mailbox.Post(observation!);
    }

    private ArrivedObservation Take()
    {
        _mailbox.Ask(new ActionsRequest(_mailbox, long.MaxValue));
        return TakeAsked();
    }

    private ArrivedObservation TakeAsked()
    {
        _mailbox.Take(out ArrivedObservation? observation, out _, out _).ShouldBeTrue();
        return observation!;
    }

    private static void Take(RobotMailbox mailbox)
    {
        mailbox.Ask(new ActionsRequest(mailbox, long.MaxValue));
        mailbox.Take(out _, out _, out _).ShouldBeTrue();
    }
}
