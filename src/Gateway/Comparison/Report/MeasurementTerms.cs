namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>By what rules the figures came about.</summary>
/// <param name="Seed">Of the order in which the sides took turns, and of the resampling.</param>
/// <param name="Rounds">How often the input was played for its times; small ones more than once.</param>
/// <param name="WarmUpTicks">Played by both before, and not counted.</param>
/// <param name="Pairs">Ticks of which both sides' times were kept.</param>
/// <param name="Resamples">Of the bootstrap.</param>
/// <param name="BlockTicks">Neighbouring ticks that it takes together.</param>
/// <param name="Confidence">Of every interval, as 0.99.</param>
internal sealed record MeasurementTerms(
    int Seed, int Rounds, int WarmUpTicks, int Pairs, int Resamples, int BlockTicks, double Confidence);
