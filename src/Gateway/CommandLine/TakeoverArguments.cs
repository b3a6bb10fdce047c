using System.CommandLine;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>When robots come to a version that has taken over.</summary>
internal sealed class TakeoverArguments
{
    private readonly Option<bool> _now = new("--now")
    {
        Description = "Robots come to it with their next tick.",
    };

    private readonly Option<bool> _episode = new("--episode")
    {
        Description = "Each robot comes to it with its next episode. Default: Swaps:Takeover.",
    };

    public void AddTo(Command verb)
    {
        verb.Add(_now);
        verb.Add(_episode);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(_now) is not null && result.GetResult(_episode) is not null)
                result.AddError("--now and --episode are either-or");
        });
    }

    /// <returns>Null where neither is said.</returns>
    public Takeover? Read(ParseResult parsed) => parsed.GetValue(_now) ? Takeover.Now
        : parsed.GetValue(_episode) ? Takeover.Episode
        : null;
}
