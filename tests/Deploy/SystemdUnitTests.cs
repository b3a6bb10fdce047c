using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Deploy;

/// <summary>The units, as systemd's own tools judge them.</summary>
public sealed partial class SystemdUnitTests
{
    // 0 is unreachable from anywhere, 10 has no protection at all. 1.6 with systemd 252; others weigh it a little
    // differently.
    private const double WorstExposure = 2.0;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [NeedsCommandFact("systemd-analyze", "systemd")]
    public async Task Nothing_in_them_is_unknown_or_missing()
    {
        using var folder = new ScratchFolder("policygate-test-");
        (int code, string said) = await Analyze(
            folder, "verify", "--man=no", Instance(folder, "service"), Instance(folder, "socket"));
        code.ShouldBe(0, said);
        said.Trim().ShouldBeEmpty();
    }

    [NeedsCommandFact("systemd-analyze", "systemd")]
    public async Task Their_exposure_is_low()
    {
        using var folder = new ScratchFolder("policygate-test-");
        (_, string said) = await Analyze(
            folder, "security", "--offline=true", "--no-pager", Instance(folder, "service"));
        Match level = Exposure().Match(said);
        level.Success.ShouldBeTrue(said);
        double exposure = double.Parse(level.Groups["level"].Value, CultureInfo.InvariantCulture);
        exposure.ShouldBeLessThanOrEqualTo(WorstExposure, said);
    }

    /// <summary>A copy whose program is there: what is looked at is the unit, not this machine.</summary>
    private static string Instance(ScratchFolder folder, string kind)
    {
        string text = File.ReadAllText(Repository.At($"deploy/systemd/policygate@.{kind}"))
            .Replace("/opt/policygate/policygate", "/bin/true", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Path, $"policygate@.{kind}"), text);
        string instance = Path.Combine(folder.Path, $"policygate@lab.{kind}");
        File.WriteAllText(instance, text);
        return instance;
    }

    private static async Task<(int Code, string Said)> Analyze(ScratchFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("systemd-analyze", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // With those of the machine behind them, for network.target and the like.
        start.Environment["SYSTEMD_UNIT_PATH"] = folder.Path + ":";
        start.Environment["SYSTEMD_COLORS"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output + await errors);
    }

    [GeneratedRegex(@"exposure level for [^:]*: (?<level>[0-9.]+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Exposure();
}
