namespace PolicyGate.Tests.Tidy;

/// <summary>The style of this repository, held by a test. Exceptions and their reasons:
/// <see cref="TidyExceptions"/>.</summary>
public sealed class TidyTests
{
    [Fact]
    public void Lines_are_short_clean_and_finished() => ShouldBeTidy(SourceTree.CSharp.SelectMany(TextRules.Check));

    [Fact]
    public void Files_and_functions_are_short() => ShouldBeTidy(SourceTree.CSharp.SelectMany(SizeRules.Check));

    [Fact]
    public void Half_the_files_are_very_short() =>
        SizeRules.MedianLines(SourceTree.CSharp.Where(file => file.IsIn("src")))
            .ShouldBeLessThan(SizeRules.MedianFileLines);

    [Fact]
    public void A_file_holds_the_one_type_it_is_named_for() =>
        ShouldBeTidy(SourceTree.CSharp.SelectMany(NameRules.Check));

    [Fact]
    public void Time_comes_from_a_TimeProvider_and_tests_never_sleep() =>
        ShouldBeTidy(SourceTree.CSharp.SelectMany(ClockRules.Check));

    [Fact]
    public void Log_messages_have_event_ids_of_their_own() => ShouldBeTidy(EventIdRules.Check(Programs));

    [Fact]
    public void Assemblies_know_only_what_they_may() =>
        ShouldBeTidy(SourceTree.Projects.SelectMany(ReferenceRules.Check));

    [Fact]
    public void Every_package_is_used_and_has_its_reason() => ShouldBeTidy(PackageRules.Check());

    [Fact]
    public void Links_between_pages_lead_somewhere() => ShouldBeTidy(SourceTree.Pages.SelectMany(LinkRules.Check));

    [Fact]
    public void Every_exception_is_still_needed()
    {
        TidyFinding[] findings = [.. All()];
        foreach ((string rule, string path, string _) in TidyExceptions.All)
        {
            findings.ShouldContain(
                f => f.Rule == rule && f.Path == path, $"{rule} in {path} is kept; remove its exception");
        }
    }

    private static IEnumerable<SourceFile> Programs => SourceTree.CSharp.Where(file => file.IsIn("src", "plugins"));

    private static IEnumerable<TidyFinding> All() =>
        SourceTree.CSharp.SelectMany(TextRules.Check)
            .Concat(SourceTree.CSharp.SelectMany(SizeRules.Check))
            .Concat(SourceTree.CSharp.SelectMany(NameRules.Check))
            .Concat(SourceTree.CSharp.SelectMany(ClockRules.Check))
            .Concat(EventIdRules.Check(Programs))
            .Concat(SourceTree.Projects.SelectMany(ReferenceRules.Check))
            .Concat(PackageRules.Check())
            .Concat(SourceTree.Pages.SelectMany(LinkRules.Check));

    private static void ShouldBeTidy(IEnumerable<TidyFinding> findings)
    {
        TidyFinding[] breaches = [.. findings.Where(finding => !TidyExceptions.Covers(finding))];
        breaches.Length.ShouldBe(0, string.Join('\n', breaches.Select(finding => finding.ToString())));
    }
}
