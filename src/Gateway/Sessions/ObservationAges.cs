using PolicyGate.Gateway.Chunks;

namespace PolicyGate.Gateway.Sessions;

/// <summary>How old one robot's observations are; where its clock cannot be gone by, that is told once.</summary>
/// <param name="robot">Names it in logs.</param>
/// <param name="ages">What measures them.</param>
/// <param name="paced">Whether pacing goes by them.</param>
/// <param name="services">Whether late rows are left out, and who is told.</param>
internal sealed class ObservationAges(string robot, LateRows ages, bool paced, SessionServices services)
{
    private readonly bool _matter = paced || services.Chunks.DropLateRows;
    private bool _told;

    /// <param name="timestampNanoseconds">The robot's wall clock at the observation.</param>
    /// <param name="intervalNanoseconds">Between rows.</param>
    public void Measure(long timestampNanoseconds, long intervalNanoseconds)
    {
        ages.Measure(timestampNanoseconds, intervalNanoseconds);
        if (!_matter || ages.Comparable || _told)
            return;
        _told = true;
        Log.ClocksDiffer(services.Logger, robot, ages.AgeNanoseconds / 1e9);
    }
}
