using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>Clients that go, stop reading or stay silent at the worst moment.</summary>
public sealed class BadClientsTests : IAsyncLifetime
{
    private BesetGateway _beset = null!;

    public async Task InitializeAsync() =>
        _beset = await BesetGateway.Start(new() { ["Limits:WriteTime"] = "00:00:00.300" });

    public async Task DisposeAsync()
    {
        _beset.Good.ShouldBeUndisturbed();
        _beset.Log.Text.ShouldNotContain("a bug");
        await _beset.DisposeAsync();
    }

    [Fact]
    public void Half_a_line_and_then_death()
    {
        for (int i = 0; i < 20; i++)
        {
            using RobotSocket dying = _beset.Connect();
            dying.Send(Encoding.UTF8.GetBytes(_beset.GoodLine[..(i * 30)]));
        }
    }

    [Fact]
    public void Half_a_line_and_then_its_end_gets_no_answer()
    {
        using RobotSocket half = _beset.Connect();
        half.Send("{\"name\":\"infer"u8);
        half.EndSending();
        half.ReadLine().ShouldBeNull();
    }

    [Fact]
    public void Death_while_it_is_answered_costs_a_line_or_two_of_the_log()
    {
        const int deaths = 20;
        for (int i = 0; i < deaths; i++)
        {
            using RobotSocket dying = _beset.Connect();
            dying.Send(string.Join('\n', Enumerable.Repeat(_beset.GoodLine, i)));
        }
        _beset.Good.ShouldBeUndisturbed();
        // Here it is, here it goes, and why.
        _beset.Log.All.Count.ShouldBeLessThan(30 + (3 * deaths));
    }

    [Fact]
    public void One_that_never_reads_is_closed_after_the_time_that_an_answer_may_take()
    {
        using var deaf = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        deaf.SendTimeout = 20_000;
        deaf.Connect(new UnixDomainSocketEndPoint(_beset.SocketPath));
        byte[] pings = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"ping\":true}\n", 1000)));
        SocketException ended = Should.Throw<SocketException>(() =>
        {
            // Until the buffers of both directions are full, and then the gateway's patience is at its end.
            while (true)
                deaf.Send(pings);
        });
        ended.SocketErrorCode.ShouldBeOneOf(SocketError.Shutdown, SocketError.ConnectionReset);
        _beset.Log.Text.ShouldContain("its connection broke");
    }

    [Fact]
    public void One_that_says_nothing_is_left_alone_and_answered_when_it_asks()
    {
        using RobotSocket silent = _beset.Connect();
        for (int i = 0; i < 30; i++)
            _beset.Good.ShouldBeUndisturbed();
        BesetGateway.ShouldBeRight(silent.Ask(_beset.GoodLine));
    }

    [Fact]
    public void One_that_has_said_all_it_will_say_gets_every_answer()
    {
        using RobotSocket half = _beset.Connect();
        half.Send($"{_beset.GoodLine}\n{_beset.GoodLine}");
        half.EndSending();
        for (int i = 0; i < 2; i++)
        {
            using JsonDocument answer = JsonDocument.Parse(half.ReadLine().ShouldNotBeNull());
            BesetGateway.ShouldBeRight(answer.RootElement);
        }
        half.ReadLine().ShouldBeNull();
    }
}
