namespace PolicyGate.Abstractions;

/// <summary>Whether a <see cref="Finding"/> hinders.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, but not as well as it could.</summary>
    Warning,

    /// <summary>The backend cannot run like this.</summary>
    Error,
}
