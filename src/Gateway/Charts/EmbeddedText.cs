namespace PolicyGate.Gateway.Charts;

/// <summary>Styles and scripts that are part of the program, so that a page needs no other file.</summary>
internal static class EmbeddedText
{
    /// <param name="name">Its path in this project, as <c>Charts/page.css</c>.</param>
    public static string Read(string name)
    {
        using Stream stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
