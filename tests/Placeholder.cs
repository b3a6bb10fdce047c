namespace PolicyGate.Tests;

public sealed class Placeholder
{
    [Fact]
    public void Runs() => true.ShouldBeTrue();
}
