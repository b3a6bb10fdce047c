namespace PolicyGate.Formats.LeRobot;

/// <summary>Where a NumPy's arrays are made.</summary>
internal enum NumPyModule
{
    /// <summary><c>numpy.core.multiarray</c>, 1.x; 2.x reads it as well.</summary>
    Core,

    /// <summary><c>numpy._core.multiarray</c>, what 2.x writes and only it and 1.26 read.</summary>
    PrivateCore,
}
