using System.CommandLine;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>--json</c>: the answer for programs, one JSON object on stdout.</summary>
internal sealed class JsonOption : Option<bool>
{
    public JsonOption() : base("--json") => Description = "Print one JSON object, for programs.";
}
