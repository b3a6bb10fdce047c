using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>What a backend says of its options without loading anything.</summary>
public sealed class OptionTests
{
    [ContractTheory, ContractCases]
    public void An_unknown_option_is_told_with_the_nearest_known_one(ContractCase tested)
    {
        List<string> errors = [];

        tested.Plugin.Check(TestContexts.Options((tested.Backend.Mistyped, "1")), errors).ShouldBeNull();

        string error = errors.ShouldHaveSingleItem();
        error.ShouldContain(tested.Backend.Mistyped);
        error.ShouldContain(tested.Backend.Meant ?? "");
    }

    [ContractTheory, ContractCases]
    public void No_options_and_those_of_the_case_are_no_errors(ContractCase tested)
    {
        List<string> errors = [];

        tested.Plugin.Check(TestContexts.Options(), errors).ShouldBeNull();
        tested.Plugin.Check(TestContexts.Options(tested.Policy.Options), errors).ShouldBeNull();

        errors.ShouldBeEmpty();
    }
}
