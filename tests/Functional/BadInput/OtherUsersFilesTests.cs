using System.Diagnostics;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>A gateway that runs as another user than the robot's node does.</summary>
public sealed class OtherUsersFilesTests
{
    [NeedsOtherUserFact]
    public async Task A_file_or_folder_without_rights_is_refused_with_the_uid_and_the_next_is_answered()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("policygate-test-");
        Run("chown", "65534:65534", folder.FullName);
        await using GatewayProcess gateway = await GatewayProcess.StartUnder(
            NeedsOtherUserFactAttribute.Launcher, ActTinyAnswers.Policy, "Scripted",
            Path.Combine(folder.FullName, "policy.socket"));
        using (RobotSocket robot = new(gateway.SocketPath))
        {
            // As the stock node makes them: the folder 0700, the files 0600, both root's.
            DirectoryInfo nodes = folder.CreateSubdirectory("node");
            File.SetUnixFileMode(nodes.FullName, (UnixFileMode)Convert.ToInt32("700", 8));
            string within = GoldenRequest.For(GoldenData.OpenArm("half"), nodes.FullName);
            ShouldBeDenied(robot.Ask(within));
            string beside = GoldenRequest.For(GoldenData.OpenArm("half"), folder.FullName);
            string file = Path.Combine(folder.FullName, "half.arrow");
            File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("600", 8));
            ShouldBeDenied(robot.Ask(beside));
            File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("644", 8));
            ActTinyAnswers.ShouldHold(robot.Ask(beside));
        }
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        folder.Delete(recursive: true);
    }

    private static void ShouldBeDenied(JsonElement answer) =>
        BesetGateway.ShouldBeRefused(answer, "permission denied for uid 65534");

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit(5000).ShouldBeTrue();
        process.ExitCode.ShouldBe(0);
    }
}
