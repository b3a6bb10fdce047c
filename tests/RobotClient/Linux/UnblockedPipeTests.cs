using System.IO.Pipes;
using PolicyGate.RobotClient.Linux;

namespace PolicyGate.Tests.RobotClient.Linux;

public sealed class UnblockedPipeTests
{
    [Fact]
    public void A_reader_that_does_not_read_does_not_hold_the_writer_up()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        var pipe = new UnblockedPipe(server);

        pipe.Write([1, 2, 3]).ShouldBeNull();
        client.ReadByte().ShouldBe(1);
        pipe.Write(new byte[4 << 20]).ShouldBe("it does not read its standard input, which is full");
    }

    [Fact]
    public void A_reader_that_has_gone_is_told()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        server.DisposeLocalCopyOfClientHandle();

        new UnblockedPipe(server).Write([1]).ShouldNotBeNull().ShouldContain("Broken pipe");
    }
}
