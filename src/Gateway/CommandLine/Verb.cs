using System.CommandLine;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>A verb of the command line; its help ends with examples.</summary>
internal abstract class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Whole command lines, as typed.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
