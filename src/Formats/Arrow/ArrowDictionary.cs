namespace PolicyGate.Formats.Arrow;

/// <summary>What a dictionary-encoded column says of its dictionary.</summary>
/// <param name="Id">By which batches of dictionaries are told apart.</param>
/// <param name="Index">Of what type the indexes are.</param>
/// <param name="Values">The only column of the dictionary's own batch.</param>
internal sealed record ArrowDictionary(long Id, ArrowType Index, ArrowField Values);
