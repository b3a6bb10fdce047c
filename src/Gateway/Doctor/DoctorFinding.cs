namespace PolicyGate.Gateway.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Level">Whether it hinders.</param>
/// <param name="Subject">What it is about, as <c>shared memory</c>.</param>
/// <param name="Found">What is there.</param>
/// <param name="Mend">What to do about it; null where nothing is to be done.</param>
internal sealed record DoctorFinding(DoctorLevel Level, string Subject, string Found, string? Mend = null);
