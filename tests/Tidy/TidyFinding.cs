namespace PolicyGate.Tests.Tidy;

/// <summary>One breach of docs/style.</summary>
/// <param name="Rule">Which rule, as <see cref="TidyExceptions"/> names it.</param>
/// <param name="Path">From the repository's root.</param>
/// <param name="Line">From 1.</param>
/// <param name="Message">What to do.</param>
internal sealed record TidyFinding(string Rule, string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line}: {Message} [{Rule}]";
}
