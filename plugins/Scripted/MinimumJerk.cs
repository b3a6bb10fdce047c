namespace PolicyGate.Scripted;

/// <summary>
/// The course from rest to rest with the least jerk: T. Flash and N. Hogan, The coordination of arm movements,
/// J. Neurosci. 5 (1985).
/// </summary>
internal static class MinimumJerk
{
    /// <summary>The greatest speed on the way over the mean one.</summary>
    public const double Peak = 15.0 / 8;

    /// <summary>The part of the way that is done after a part of the time, both 0 to 1.</summary>
    public static double At(double part) => part * part * part * (10 + (part * (-15 + (6 * part))));
}
