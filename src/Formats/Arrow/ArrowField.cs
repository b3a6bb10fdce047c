namespace PolicyGate.Formats.Arrow;

/// <summary>One column or child of a column, and where a record batch keeps it.</summary>
internal sealed class ArrowField
{
    /// <summary>Cut after <see cref="ArrowSchema.NameBytes"/> bytes, an ellipsis then standing for the rest.</summary>
    public required string Name { get; init; }

    public required ArrowType Type { get; init; }

    /// <summary>The batch holds indexes into a dictionary, not values of <see cref="Type"/>.</summary>
    public bool DictionaryEncoded { get; init; }

    public ArrowField[] Children { get; set; } = [];

    /// <summary>Index of its node in a batch; its children's follow.</summary>
    public int Node { get; init; }

    /// <summary>Index of its first buffer in a batch.</summary>
    public int FirstBuffer { get; init; }

    /// <summary>
    /// A column before it whose buffers cannot be counted, so that its own cannot be found; mostly null.
    /// </summary>
    public ArrowField? HiddenBehind { get; init; }

    /// <summary>Whether it is a plain list (32-bit offsets) of such elements.</summary>
    public bool IsListOf(ArrowType element) =>
        !DictionaryEncoded && Type.Id == ArrowTypeId.List
        && !Children[0].DictionaryEncoded && Children[0].Type == element;

    public bool Is(ArrowType type) => !DictionaryEncoded && Type == type;

    /// <summary>Its type as Arrow's own programs write it, as <c>list&lt;float&gt;</c>.</summary>
    public string TypeName
    {
        get
        {
            string name = Type.ToString();
            if (Type.Children == 1 && Children.Length == 1)
                name = $"{name}<{Children[0].TypeName}>";
            return DictionaryEncoded ? $"dictionary<{name}>" : name;
        }
    }

    public override string ToString() => $"{Name}: {TypeName}";
}
