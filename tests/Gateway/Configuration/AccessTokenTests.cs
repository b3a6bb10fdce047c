using PolicyGate.Gateway.Configuration;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Configuration;

public sealed class AccessTokenTests : IDisposable
{
    private readonly TokenFile _file = new();
    private readonly ConfigurationErrors _errors = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void The_files_first_line_is_the_token_and_nothing_else_is()
    {
        AccessToken token = Read().ShouldNotBeNull();
        token.Is(_file.Token).ShouldBeTrue();
        token.Is(_file.Token[..^1]).ShouldBeFalse();
        token.Is(_file.Token + "\n").ShouldBeFalse();
        token.Is("").ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_others_may_read_is_refused_with_the_line_that_mends_it()
    {
        File.SetUnixFileMode(_file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Read().ShouldBeNull();
        Error().ShouldContain($"found 0604: chmod 600 {_file.Path}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("one that is long enough, but with spaces")]
    public void What_is_easily_guessed_is_refused(string text)
    {
        File.WriteAllText(_file.Path, text);
        Read().ShouldBeNull();
        Error().ShouldContain("openssl rand -hex 32");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        AccessToken.Read("Http:TokenFile", "/nowhere/token", _errors).ShouldBeNull();
        Error().ShouldContain("/nowhere/token");
    }

    private AccessToken? Read() => AccessToken.Read("Http:TokenFile", _file.Path, _errors);

    private string Error() => _errors.All.ShouldHaveSingleItem().ToString();
}
