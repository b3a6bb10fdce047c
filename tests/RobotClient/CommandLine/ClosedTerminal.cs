using System.Text;

namespace PolicyGate.Tests.RobotClient.CommandLine;

/// <summary>A terminal whose window was closed: whatever is written fails.</summary>
internal sealed class ClosedTerminal : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new IOException("Input/output error");
}
