namespace PolicyGate.Gateway.Doctor;

/// <summary>Whether a <see cref="DoctorFinding"/> hinders.</summary>
internal enum DoctorLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Good to know; nothing that is configured needs it.</summary>
    Information,

    /// <summary>Works, but not as well as it could, or not with every robot.</summary>
    Warning,

    /// <summary>Hinders the gateway as it is configured.</summary>
    Error,
}
