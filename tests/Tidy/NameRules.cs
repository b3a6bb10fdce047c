using System.Text.RegularExpressions;

namespace PolicyGate.Tests.Tidy;

/// <summary>Rules about types and the files they stand in.</summary>
internal static partial class NameRules
{
    public static IEnumerable<TidyFinding> Check(SourceFile file)
    {
        // Name.Part.cs holds a part of Name.
        string name = Path.GetFileName(file.Path).Split('.')[0];
        foreach (CodeBlock type in CodeBlocks.In(file).Where(block => block.TypeName is not null))
        {
            if (type.Depth == 0 && type.TypeName != name)
            {
                yield return new("one type a file", file.Path, type.FirstLine,
                    $"{type.TypeName} stands in {name}.cs; give it a file of its name");
            }

            if (Vague().IsMatch(type.TypeName!))
            {
                yield return new("vague name", file.Path, type.FirstLine,
                    $"{type.TypeName} says nothing; name what it does");
            }
        }
    }

    [GeneratedRegex("Manager|Helper|Util", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Vague();
}
