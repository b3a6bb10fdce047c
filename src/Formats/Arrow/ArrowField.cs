namespace PolicyGate.Formats.Arrow;

/// <summary>One column or child of a column, and where a record batch keeps it.</summary>
internal sealed class ArrowField
{
    /// <summary>Cut after <see cref="ArrowSchema.NameBytes"/> bytes, an ellipsis then standing for the rest.</summary>
    public required string Name { get; init; }

    public required ArrowType Type { get; init; }

    /// <summary>Where the values are, of which the batch holds indexes alone; mostly null.</summary>
    public ArrowDictionary? Dictionary { get; init; }

    /// <summary>Null for a column.</summary>
    public ArrowField? Parent { get; init; }

    public ArrowField[] Children { get; set; } = [];

    /// <summary>Index of its node in a batch; its children's follow.</summary>
    public int Node { get; init; }

    /// <summary>Index of its first buffer in a batch, those of views before it not counted.</summary>
    public int FirstBuffer { get; init; }

    /// <summary>Columns of views before it: each batch says how many buffers they have beyond the usual.</summary>
    public int ViewsBefore { get; init; }

    /// <summary>
    /// A column before it whose buffers cannot be counted, so that its own cannot be found; mostly null.
    /// </summary>
    public ArrowField? HiddenBehind { get; init; }

    /// <summary>What it is a list of, whatever the kind of list; null where it is none.</summary>
    public ArrowField? Element =>
        Dictionary is null && Children is [ArrowField element]
        && Type.Id is ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.FixedSizeList
            ? element
            : null;

    /// <summary>The column itself, or the way from the column: <c>position.qpos</c>.</summary>
    public string Path => Parent switch
    {
        null => Name,
        { Element: not null } => Parent.Path,
        _ => $"{Parent.Path}.{Name}",
    };

    /// <summary>Its type as Arrow's own programs write it, as <c>list&lt;float&gt;</c>.</summary>
    public string TypeName
    {
        get
        {
            string name = Type.ToString();
            if (Type.Children == 1 && Children.Length == 1)
                name = $"{name}<{Children[0].TypeName}>";
            return Dictionary is null ? name : $"dictionary<{name}>";
        }
    }

    public bool Is(ArrowType type) => Dictionary is null && Type == type;

    public override string ToString() => $"{Name}: {TypeName}";
}
