using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Wires.LeRobot;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.Sessions;

namespace PolicyGate.Tests.Gateway.Wires.LeRobot;

/// <summary>A robot's thread with a policy that does what the test says.</summary>
public sealed class ServedRobotTests : SessionTest
{
    private static readonly RobotFeatures Features =
        RobotFeatures.Of(ObservationBytes.Joints(FakePolicy.Joints), []);

    private readonly BoundedMemory _memory = new(1 << 20);

    [Fact]
    public async Task After_a_policys_failure_the_next_observation_is_answered_whatever_it_says()
    {
        ServedRobot robot = Start();
        Policy.Run = _ => new RunResult(RunStatus.Failed, "no more memory");
        Post(robot, timestep: 0, mustGo: true);
        (await Ask(robot)).Error.ShouldNotBeNull().Message.ShouldContain("no more memory");

        Policy.Run = _ => RunResult.Ok;
        Post(robot, timestep: 0, mustGo: false);
        ActionsAnswer answer = await Ask(robot);

        answer.Error.ShouldBeNull();
        answer.Message.IsEmpty.ShouldBeFalse();
        End(robot);
    }

    [Fact]
    public async Task Another_robot_is_answered_while_one_hangs_and_so_is_this_one_afterwards()
    {
        using var hanging = new ManualResetEventSlim();
        ServedRobot robot = Start();
        Policy.Run = _ =>
        {
            hanging.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            return RunResult.Ok;
        };
        Post(robot, timestep: 0, mustGo: true);
        Task<ActionsAnswer> first = Ask(robot);
        Post(robot, timestep: 0, mustGo: false);
        first.IsCompleted.ShouldBeFalse();
        hanging.Set();

        (await first).Message.IsEmpty.ShouldBeFalse();
        robot.Mailbox.Sent(delivered: true);
        Post(robot, timestep: 1, mustGo: false);
        (await Ask(robot)).Message.IsEmpty.ShouldBeFalse();
        End(robot);
    }

    [Fact]
    public async Task A_call_that_was_given_up_lets_the_next_observation_go()
    {
        using var hanging = new ManualResetEventSlim();
        using var running = new ManualResetEventSlim();
        ServedRobot robot = Start();
        Policy.Run = _ =>
        {
            running.Set();
            hanging.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            return RunResult.Ok;
        };
        var request = new ActionsRequest(robot.Mailbox, long.MaxValue);
        robot.Mailbox.Ask(request);
        Post(robot, timestep: 0, mustGo: true);
        running.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        request.Withdraw();
        hanging.Set();
        Task<ActionsAnswer> next = Ask(robot);
        await Until(() =>
        {
            Post(robot, timestep: 0, mustGo: false);
            return next.IsCompleted;
        });

        (await next).Message.IsEmpty.ShouldBeFalse();
        End(robot);
    }

    [Fact]
    public void Decoding_and_binding_an_observation_takes_nothing_of_the_managed_heap_once_warm()
    {
        using TimestepSession session = Session();
        var arrived = new ArrivedObservation(new LimitsOptions(), new RobotShare(_memory, 1 << 20));
        byte[] bytes = ObservationBytes.Of(0, mustGo: true, 1, FakePolicy.Joints);
        void Round()
        {
            arrived.Reserve(bytes.Length, bytes.Length, out Memory<byte> room);
            bytes.CopyTo(room);
            arrived.Advance(bytes.Length);
            arrived.Read(Features);
            arrived.CopyTo(session.Observation, Features);
            session.Answer(out _);
            arrived.Clear();
        }
        Round();

        Allocations.LeastOf(Round).ShouldBe(0);
    }

    private TimestepSession Session() =>
        new("arm", Route.To("route", Served), limits: null, actions: 20, TimeSpan.FromSeconds(1 / 30.0), Services());

    private ServedRobot Start()
    {
        var mailbox = new RobotMailbox(new LimitsOptions(), _memory, similarity: null, Time);
        TimestepSession session = Session();
        var tick = new LeRobotTick(session, _ => Features, fps: 30, Time, Log);
        var robot = new ServedRobot(session, tick, mailbox, Time);
        robot.Start();
        return robot;
    }

    private static void Post(ServedRobot robot, long timestep, bool mustGo)
    {
        robot.Mailbox.Rent(out ArrivedObservation? observation).ShouldBeNull();
        byte[] bytes = ObservationBytes.Of(timestep, mustGo, 1, FakePolicy.Joints);
        observation!.Reserve(bytes.Length, bytes.Length, out Memory<byte> room).ShouldBeNull();
        bytes.CopyTo(room);
        observation.Advance(bytes.Length);
        robot.Post(observation).ShouldBeNull();
    }

    private static Task<ActionsAnswer> Ask(ServedRobot robot)
    {
        var request = new ActionsRequest(robot.Mailbox, long.MaxValue);
        robot.Mailbox.Ask(request);
        return request.Answer.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task Until(Func<bool> holds)
    {
        long begun = Environment.TickCount64;
        while (!holds())
        {
            (Environment.TickCount64 - begun).ShouldBeLessThan(30_000);
            await Task.Yield();
        }
    }

    private static void End(ServedRobot robot)
    {
        robot.Stop();
        robot.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }
}
