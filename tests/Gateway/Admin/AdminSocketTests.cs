using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Admin;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Admin;

public sealed class AdminSocketTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly WaitingControl _control = new();
    private readonly LimitsOptions _limits = new() { AdminRequestBytes = 1024 };
    private AdminSocket? _socket;

    public AdminSocketTests() => _loggers = LoggerFactory.Create(builder => builder.AddProvider(_log));

    private string SocketPath => Path.Combine(_folder.FullName, "admin.socket");

    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
            await _socket.DisposeAsync();
        _loggers.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Its_file_is_the_users_alone_and_goes_with_it()
    {
        Open();
        File.GetUnixFileMode(SocketPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await _socket!.DisposeAsync();

        File.Exists(SocketPath).ShouldBeFalse();
    }

    [Fact]
    public void A_list_is_a_line()
    {
        Open();
        Ask("""{"do":"List"}""").ShouldBe("""{"policies":[{"name":"reach","versions":[]}]}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("""{"do":"Destroy"}""")]
    [InlineData("""{"do":"List","folder":7}""")]
    [InlineData("""{"do":"Swap","polcy":"reach"}""")]
    [InlineData("""{"do":"Swap"}""")]
    [InlineData("null")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("\u0001\u0002\ufffd")]
    public void Rubbish_is_told_so_and_the_next_is_served(string line)
    {
        Open();
        Ask(line).ShouldStartWith("""{"error":""");
        Ask("""{"do":"List"}""").ShouldContain("reach");
    }

    [Fact]
    public void A_line_without_end_is_cut_off()
    {
        Open();
        using RobotSocket asker = new(SocketPath);
        asker.Send(Encoding.ASCII.GetBytes(new string('x', 1024)));
        asker.ReadLine().ShouldNotBeNull().ShouldContain("at most 1024 bytes (Limits:AdminRequestBytes)");
    }

    [Fact]
    public void Who_says_nothing_is_told_when_his_time_is_up()
    {
        _limits.AdminRequestTime = TimeSpan.FromMilliseconds(50);
        Open();
        using RobotSocket asker = new(SocketPath);
        asker.ReadLine().ShouldNotBeNull().ShouldContain("no request came within 0.05 s (Limits:AdminRequestTime)");
    }

    [Fact]
    public void More_than_may_be_there_are_told()
    {
        _limits.AdminConnections = 1;
        Open();
        using RobotSocket waits = new(SocketPath);
        waits.Send("""{"do":"Swap","policy":"reach"}""");
        waits.ReadLine().ShouldBe("""{"progress":"loading"}""");

        // It is told before it asks.
        using RobotSocket late = new(SocketPath);
        late.ReadLine().ShouldNotBeNull().ShouldContain("Limits:AdminConnections");
    }

    [Fact]
    public async Task The_verb_hears_why_also_where_it_was_refused_before_it_could_ask()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen();
        AdminClient.Connect(SocketPath, out AdminClient? client).ShouldBeNull();
        using AdminClient connected = client!;
        using (Socket refused = listener.Accept())
            refused.Send("{\"error\":\"too many\"}\n"u8);

        AdminAnswer answer = await connected.AskAsync(
            new AdminRequest(AdminAction.List), _ => { }, CancellationToken.None);

        answer.Error.ShouldBe("too many");
    }

    [Fact]
    public void A_swap_tells_its_progress_and_then_its_outcome()
    {
        Open();
        using RobotSocket asker = new(SocketPath);
        asker.Send("""{"do":"Swap","policy":"reach","folder":"/new","takeover":"Now","trialTicks":3}""");
        asker.ReadLine().ShouldBe("""{"progress":"loading"}""");
        // As socat does when its input has ended.
        asker.EndSending();

        _control.Finish(new SwapReport("reach", Done: true, Version: 2, Reason: null));

        asker.ReadLine().ShouldNotBeNull().ShouldStartWith("""{"report":{"policy":"reach","done":true,"version":2""");
        _control.Asked.ShouldBe(new SwapRequest("reach")
        {
            Folder = "/new", Takeover = PolicyGate.Gateway.Policies.Takeover.Now, TrialTicks = 3,
        });
    }

    [Fact]
    public void Who_goes_while_it_waits_wants_it_no_more()
    {
        Open();
        using (RobotSocket asker = new(SocketPath))
        {
            asker.Send("""{"do":"Swap","policy":"reach"}""");
            asker.ReadLine().ShouldBe("""{"progress":"loading"}""");
        }
        Eventually.Holds(() => _control.Cancelled, () => "it goes on");
    }

    [Fact]
    public async Task A_socket_that_a_killed_gateway_left_is_replaced_and_one_that_is_used_is_not()
    {
        using (Socket left = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(SocketPath));
            File.Move(SocketPath, SocketPath + ".kept");
        }
        File.Move(SocketPath + ".kept", SocketPath);
        Open();
        Ask("""{"do":"List"}""").ShouldContain("reach");

        await using AdminSocket? second = TryOpen();

        second.ShouldBeNull();
        _log.Text.ShouldContain("another process listens there");
    }

    [Fact]
    public void Where_there_is_to_be_none_there_is_none()
    {
        AdminSocket.Open(null, _control, _limits, TimeProvider.System, _loggers.CreateLogger("admin")).ShouldBeNull();
        _log.All.ShouldBeEmpty();
    }

    private void Open() => _socket = TryOpen().ShouldNotBeNull(_log.Text);

    private AdminSocket? TryOpen() => AdminSocket.Open(
        new AdminConfig(SocketPath), _control, _limits, TimeProvider.System, _loggers.CreateLogger("admin"));

    private string Ask(string line)
    {
        using RobotSocket asker = new(SocketPath);
        asker.Send(line);
        return asker.ReadLine().ShouldNotBeNull();
    }
}
