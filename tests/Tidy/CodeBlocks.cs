using System.Text.RegularExpressions;

namespace PolicyGate.Tests.Tidy;

/// <summary>Finds types and members by their braces: whatever opens one directly within a type is a member.</summary>
internal static partial class CodeBlocks
{
    public static List<CodeBlock> In(SourceFile file)
    {
        var found = new List<CodeBlock>();
        var open = new Stack<(string? Type, bool IsMember, int Start)>();
        int headerStart = 0;
        string code = file.Code;
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i] is not ('{' or '}' or ';'))
                continue;
            Match type = TypeHeader().Match(code[headerStart..i]);
            int start = headerStart + code.AsSpan(headerStart, i - headerStart).IndexOfAnyExcept(" \n\r\t");
            bool inType = open.Count > 0 && open.Peek().Type is not null;
            if (code[i] == '{')
            {
                string? name = type.Success ? type.Groups["name"].Value : null;
                open.Push((name, IsMember: name is null && inType, start));
            }
            else if (code[i] == '}' && open.TryPop(out (string? Type, bool IsMember, int Start) block))
            {
                if (block.Type is not null || block.IsMember)
                    found.Add(new CodeBlock(block.Type, open.Count, file.LineOf(block.Start), file.LineOf(i)));
            }
            else if (type.Success && (open.Count == 0 || inType))
            {
                found.Add(new CodeBlock(type.Groups["name"].Value, open.Count, file.LineOf(start), file.LineOf(i)));
            }

            headerStart = i + 1;
        }

        return found;
    }

    // A name must follow: "where T : class" declares nothing.
    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>\w+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeHeader();
}
