namespace PolicyGate.TorchSharp.LibTorch;

/// <summary>Lines of a name, a tab and a value.</summary>
internal static class NativeLines
{
    public static IEnumerable<(string Name, string Value)> Read(TextBuffer text)
    {
        foreach (string line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split('\t', 2);
            if (parts.Length == 2)
                yield return (parts[0], parts[1]);
        }
    }
}
