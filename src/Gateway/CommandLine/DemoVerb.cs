using System.CommandLine;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>demo</c>: a robot that plays sample episodes, driven through the gateway.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly Option<string?> _html = new("--html")
    {
        Description = "Where the page with the pictures and joints is written. Default: artifacts/demo.html.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _samples = new("--samples")
    {
        Description = "The samples' folder. Default: samples, here or above the program.",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "Plain lines, as where the output is not a terminal.",
    };

    public DemoVerb() : base(
        "demo",
        "Starts a gateway with a sample policy and a robot that plays sample episodes to it, for about ten seconds.",
        "policygate demo",
        "policygate demo --html demo.html --plain")
    {
        Add(_html);
        Add(_samples);
        Add(_plain);
        SetAction(Run);
    }

    private int Run(ParseResult parsed) => throw new NotSupportedException(
        $"{parsed.GetValue(_html)} {parsed.GetValue(_samples)} {parsed.GetValue(_plain)}");
}
