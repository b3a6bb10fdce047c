namespace PolicyGate.Gateway.Sessions;

/// <summary>The moments of a tick that its session goes by.</summary>
internal enum TickMoment
{
    /// <summary>The request has come.</summary>
    Asked,

    /// <summary>The policy has run, or something kept it from that; the answer is about to be made.</summary>
    Ran,
}
