namespace PolicyGate.Formats.Arrow;

/// <summary>A file's columns. Holds nothing of one file, so that files of equal bytes there can share it.</summary>
/// <param name="Columns">In the file's order.</param>
/// <param name="Nodes">Nodes that a batch must have; null where its columns cannot all be counted.</param>
/// <param name="Buffers">
/// Buffers that a batch must have, those of views' values not counted; null where its columns cannot all be counted.
/// </param>
/// <param name="Views">Columns of views: each batch must say of each how many buffers its values have.</param>
internal sealed record ArrowSchema(ArrowField[] Columns, int? Nodes, int? Buffers, int Views)
{
    /// <summary>What its writer has added; where a key is there twice, the first.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes of a name that are kept. 128: the stock observer's longest is 23.</summary>
    public const int NameBytes = 128;

    /// <summary>Finds a column by its exact name.</summary>
    public FormatFault? Find(string name, out ArrowField? column)
    {
        column = null;
        foreach (ArrowField candidate in Columns)
        {
            if (candidate.Name != name)
                continue;
            if (column is not null)
                return FormatFault.Malformed($"column {name} is there more than once: it is unclear which is meant");
            column = candidate;
        }
        return null;
    }
}
