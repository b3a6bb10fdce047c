using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Admin;

/// <summary>A line to the admin socket: one a connection.</summary>
/// <param name="Do">What is asked for.</param>
internal sealed record AdminRequest(AdminAction Do)
{
    /// <summary>For all but a list.</summary>
    public string? Policy { get; init; }

    /// <summary>Absolute; null for the configured one.</summary>
    public string? Folder { get; init; }

    /// <summary>Null for the configured one.</summary>
    public string? Backend { get; init; }

    /// <summary>Null as configured.</summary>
    public Takeover? Takeover { get; init; }

    /// <summary>Null as configured.</summary>
    public int? TrialTicks { get; init; }

    /// <summary>Null as configured.</summary>
    public double? MaximumDifference { get; init; }

    /// <summary>What is not as it should be; null where nothing is.</summary>
    public string? Fault => this switch
    {
        { Do: not AdminAction.List, Policy: null or "" } => "'policy' is missing: which one",
        { TrialTicks: < 0 } => "'trialTicks' is less than 0",
        { MaximumDifference: not null and not > 0 } => "'maximumDifference' is not more than 0",
        _ => null,
    };
}
