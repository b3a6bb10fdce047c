using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>One line: the program's version with its commit, and the contract that plugins are held to.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        string? version = typeof(VersionAction).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine(
            $"policygate {version}, backend contract {Contract.Major}.{Contract.Minor}");
        return ExitCodes.Ok;
    }
}
