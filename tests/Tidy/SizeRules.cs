namespace PolicyGate.Tests.Tidy;

/// <summary>Rules about how much is in one place.</summary>
internal static class SizeRules
{
    public const int MaximumFileLines = 300;
    public const int MaximumFunctionLines = 70;
    public const int MedianFileLines = 60;

    public static IEnumerable<TidyFinding> Check(SourceFile file)
    {
        if (file.LineCount > MaximumFileLines)
        {
            yield return new("file length", file.Path, file.LineCount,
                $"{file.LineCount} lines; part it below {MaximumFileLines}");
        }

        foreach (CodeBlock block in CodeBlocks.In(file))
        {
            if (block.TypeName is null && block.Lines > MaximumFunctionLines)
            {
                yield return new("function length", file.Path, block.FirstLine,
                    $"{block.Lines} lines; part it below {MaximumFunctionLines}");
            }
        }
    }

    public static int MedianLines(IEnumerable<SourceFile> files)
    {
        int[] lines = [.. files.Select(file => file.LineCount).Order()];
        return lines[lines.Length / 2];
    }
}
