using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Abstractions;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_contract_is_the_one_that_was_approved()
    {
        string path = Repository.At("tests/Abstractions/PublicSurface.approved.txt");
        string surface = PublicSurface.Of(typeof(IPolicyBackend).Assembly);
        string found = Repository.At("artifacts/PublicSurface.found.txt");
        File.WriteAllText(found, surface);

        string[] approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] lines = surface.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> gone = Whole(approved).Except(Whole(lines)).Select(line => $"- {line}");
        IEnumerable<string> come = Whole(lines).Except(Whole(approved)).Select(line => $"+ {line}");

        lines.SequenceEqual(approved, StringComparer.Ordinal).ShouldBeTrue(
            $"the contract's public surface changed:\n{string.Join('\n', gone.Concat(come))}\n"
            + "If plugins built before still work, raise Contract.Minor, else Contract.Major; then accept it with:\n"
            + $"cp {found} {path}");
    }

    /// <summary>Members with their type, so that one that two types have is not lost in the difference.</summary>
    private static IEnumerable<string> Whole(string[] lines)
    {
        string type = "";
        foreach (string line in lines)
        {
            if (line.StartsWith(' '))
            {
                yield return $"{type}: {line.Trim()}";
                continue;
            }

            type = line;
            yield return line;
        }
    }
}
