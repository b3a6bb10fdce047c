namespace PolicyGate.Gateway.Admin;

/// <summary>What may be asked for at the admin socket.</summary>
internal enum AdminAction
{
    List,
    Swap,
    RollBack,
}
