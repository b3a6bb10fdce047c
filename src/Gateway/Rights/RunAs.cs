namespace PolicyGate.Gateway.Rights;

/// <summary>As whom a gateway runs that was started as root to connect to a robot's socket.</summary>
internal enum RunAs
{
    /// <summary>As the owner of the socket's folder, without capabilities.</summary>
    Owner,

    /// <summary>As it was started.</summary>
    Keep,
}
