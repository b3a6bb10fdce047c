namespace PolicyGate.Tests.Tidy;

/// <summary>The rules find what they are there for.</summary>
public sealed class TidyRuleTests
{
    [Theory]
    [InlineData("int a; \n", "trailing space")]
    [InlineData("int\ta;\n", "tabs")]
    [InlineData("int a;", "final newline")]
    [InlineData("int a;\n\n", "final newline")]
    [InlineData("// TO" + "DO later\n", "unfinished")]
    public void A_line_that_breaks_a_rule_is_found(string text, string rule) =>
        TextRules.Check(File(text)).ShouldHaveSingleItem().Rule.ShouldBe(rule);

    [Theory]
    [InlineData(120, false)]
    [InlineData(121, true)]
    public void Columns_end_at_120(int columns, bool found) =>
        TextRules.Check(File(new string('a', columns) + "\n")).Any().ShouldBe(found);

    [Theory]
    [InlineData(70, false)]
    [InlineData(71, true)]
    public void A_function_ends_at_70_lines_with_its_braces(int lines, bool found)
    {
        string body = string.Concat(Enumerable.Repeat("x = \"}\"; // }\n", lines - 3));
        SourceFile file = File($$"""
            namespace N;
            class File<T> where T : class
            {
                [Attribute]
                void F()
                {
            {{body}}    }
            }

            """.Replace("    [Attribute]\n", "", StringComparison.Ordinal));

        SizeRules.Check(file).Any().ShouldBe(found);
    }

    [Fact]
    public void Strings_characters_and_comments_are_not_code()
    {
        const string Text = "a('{', '\\'', \"\\\"{\", @\"{\"\"\", $\"{b(\"c\")}\"); /* { */ b(\"\"\"{\"\"\"); // {\nc";

        CodeText.Of(Text).ShouldNotContain("{");
        CodeText.Of(Text).ShouldNotContain("}");
        CodeText.Of(Text).ShouldContain("b(");
        CodeText.Of(Text).ShouldEndWith("\nc");
    }

    [Fact]
    public void A_second_type_and_a_vague_name_are_found()
    {
        SourceFile file = File("namespace N;\nrecord File(int A);\nclass PathHelper\n{\n    enum Nested { A }\n}\n");

        NameRules.Check(file).Select(finding => (finding.Rule, finding.Line))
            .ShouldBe([("one type a file", 3), ("vague name", 3)]);
    }

    [Fact]
    public void The_clock_is_found_in_programs_and_a_sleep_in_tests()
    {
        ClockRules.Check(new SourceFile("src/A.cs", "// DateTime.Now\nvar a = DateTime.UtcNow;\n"))
            .ShouldHaveSingleItem().Line.ShouldBe(2);
        ClockRules.Check(new SourceFile("tests/A.cs", "Thread.Sleep(1);\n"))
            .ShouldHaveSingleItem().Rule.ShouldBe("no sleep");
    }

    [Fact]
    public void An_event_id_used_twice_or_missing_is_found()
    {
        SourceFile file = new(
            "src/Gateway/Sessions/Log.cs",
            "[LoggerMessage(300, L)]\n[LoggerMessage(EventId = 300)]\n[LoggerMessage(Level = L)]\n");

        EventIdRules.Check([file]).Select(finding => finding.Line).ShouldBe([2, 3]);
    }

    [Fact]
    public void An_event_id_outside_of_its_rooms_hundred_is_found()
    {
        SourceFile ours = new("src/Gateway/Sessions/Log.cs", "[LoggerMessage(399, L)]\n[LoggerMessage(400, L)]\n");
        SourceFile unknown = new("src/Gateway/Attic/Log.cs", "[LoggerMessage(9900, L)]\n");

        EventIdRules.Check([ours]).ShouldHaveSingleItem().Line.ShouldBe(2);
        EventIdRules.Check([unknown]).ShouldHaveSingleItem().Message.ShouldContain("src/Gateway/Attic");
    }

    private static SourceFile File(string text) => new("src/File.cs", text);
}
