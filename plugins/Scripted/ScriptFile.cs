using PolicyGate.Abstractions;

namespace PolicyGate.Scripted;

/// <summary>A file read line by line; everything wrong in it is told at once, by line.</summary>
internal static class ScriptFile
{
    /// <summary>An hour at 100 Hz is 360 000 rows; beyond that a wrong file is likelier than a long episode.</summary>
    public const int MostLines = 1_000_000;

    /// <summary>More would scroll the first away, which is commonly the reason of the others.</summary>
    private const int MostFaults = 10;

    /// <param name="path">The file.</param>
    /// <param name="readLine">Takes each line that is not blank; returns what is wrong with it, or null.</param>
    /// <exception cref="PolicyLoadException">The file cannot be read, or a line is wrong.</exception>
    public static void Read(string path, Func<string, string?> readLine)
    {
        List<string> faults = [];
        int number = 0;
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                if (++number > MostLines)
                    throw new PolicyLoadException($"{path} has more than {MostLines} lines; split it");
                if (string.IsNullOrWhiteSpace(line) || readLine(line) is not { } fault)
                    continue;
                faults.Add($"{path}, line {number}: {fault}");
                if (faults.Count == MostFaults)
                    break;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PolicyLoadException($"the script's file cannot be read: {failure.Message}", failure);
        }
        if (faults.Count > 0)
            throw new PolicyLoadException(string.Join("\n", faults));
    }
}
