namespace PolicyGate.Tests.Tidy;

/// <summary>A declaration with or without braces: a type, or a member of one.</summary>
/// <param name="TypeName">The type's name; null for a member.</param>
/// <param name="Depth">Types around it.</param>
/// <param name="FirstLine">Line of its first word, from 1.</param>
/// <param name="LastLine">Line of its closing brace.</param>
internal sealed record CodeBlock(string? TypeName, int Depth, int FirstLine, int LastLine)
{
    public int Lines => LastLine - FirstLine + 1;
}
