namespace PolicyGate.Tests.Functional.Live;

/// <summary>What one tick was answered, and when.</summary>
/// <param name="Number">From 0, of the robot's whole life.</param>
/// <param name="Begins">Whether the robot said that an episode begins with it.</param>
/// <param name="Sent">Since the robot began.</param>
/// <param name="Answered">Likewise: when the answer was there.</param>
/// <param name="Rows">By row and joint; none where nothing was answered that can be executed.</param>
/// <param name="Error">What it said instead.</param>
internal sealed record LoggedTick(
    int Number, bool Begins, TimeSpan Sent, TimeSpan Answered, float[][] Rows, string? Error)
{
    /// <summary>The last row's first joint: where the policy that answered wants it.</summary>
    public double Wanted => Rows.Length == 0 ? double.NaN : Rows[^1][0];

    public override string ToString() =>
        $"{Number,6}{(Begins ? " episode" : "        ")} sent {Sent.TotalMilliseconds,9:0.0} ms,"
        + $" answered after {(Answered - Sent).TotalMilliseconds,6:0.0} ms: {Rows.Length,3} rows"
        + $" to {Wanted:0.00} {Error}";
}
