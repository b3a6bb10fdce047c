using PolicyGate.RobotClient;
using PolicyGate.RobotClient.CommandLine;

namespace PolicyGate.Tests.RobotClient.CommandLine;

/// <summary>Files of a robot's limits.</summary>
public sealed class LimitsFileReaderTests : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-test-");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("openarm-bimanual", 16)]
    [InlineData("openarm-left", 8)]
    [InlineData("openarm-right", 8)]
    public void Those_that_are_shipped_can_be_used(string robot, int joints)
    {
        (LimitsFile? file, IReadOnlyList<string> errors) = LimitsFileReader.Read(Repository.At($"robots/{robot}.json"));
        errors.ShouldBeEmpty();
        file!.Joints.Count.ShouldBe(joints);
        file.Joints.Values.ShouldAllBe(joint => joint.Minimum < joint.Maximum && joint.MaximumVelocity > 0);
        file.HasMotionLimits.ShouldBeTrue();
    }

    [Fact]
    public void A_joint_has_those_that_it_names_with_or_without_pos()
    {
        (LimitsFile? file, IReadOnlyList<string> errors) = Read("""
            {
              // An SO-101's, in degrees.
              "joints": [
                { "Name": "gripper.pos", "minimum": 0, "Maximum": 100, },
                { "Name": "elbow_flex", "MaximumVelocity": 90 },
              ]
            }
            """);
        errors.ShouldBeEmpty();
        file!.Joints["gripper"].ShouldBe(new JointLimit { Minimum = 0, Maximum = 100 });
        file.Joints["elbow_flex"].ShouldBe(new JointLimit { MaximumVelocity = 90 });
        file.HasMotionLimits.ShouldBeFalse();
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_with_its_place()
    {
        (LimitsFile? file, IReadOnlyList<string> errors) = Read("""
            {
              "Note": "mine",
              "Joints": [
                { "Name": "a", "Minimum": 1, "Maximum": 1 },
                { "Name": "b", "Maximun": 1 },
                { "Minimum": 0 },
                { "Name": "a.pos", "MaximumVelocity": 0 },
                { "Name": "c", "Minimum": "0", "Maximum": 1e999 },
                7
              ]
            }
            """);
        file.ShouldBeNull();
        string path = _folder.PathOf("limits.json");
        errors.ShouldBe(
        [
            $"{path}: Note: unknown key; known are Description, Sources, Joints",
            $"{path}: Joints:0:Maximum: expected more than Minimum, 1, found 1",
            $"{path}: Joints:1:Maximun: unknown key; did you mean 'Maximum'?",
            $"{path}: Joints:2:Name: expected the joint's name, as the robot has it, with or without .pos",
            $"{path}: Joints:3:MaximumVelocity: expected a number above 0, found 0",
            $"{path}: Joints:3:Name: 'a' stands there twice",
            $"{path}: Joints:4:Minimum: expected a number, found \"0\"",
            $"{path}: Joints:4:Maximum: expected a number, found 1e999",
            $"{path}: Joints:5: expected an object, found 7",
        ]);
    }

    [Theory]
    [InlineData("[]", "expected an object, found []")]
    [InlineData("{}", "Joints: expected a list with an entry for each joint")]
    [InlineData("""{ "Joints": [] }""", "Joints: expected a list with an entry for each joint")]
    [InlineData("""{ "Joints": [{""", "cannot be read: ")]
    [InlineData("""{ "Joints": [], "joints": [] }""", "joints: stands there twice")]
    public void What_is_no_such_file_says_so(string json, string expected)
    {
        (LimitsFile? file, IReadOnlyList<string> errors) = Read(json);
        file.ShouldBeNull();
        errors[0].ShouldContain(expected);
    }

    private (LimitsFile? File, IReadOnlyList<string> Errors) Read(string json)
    {
        string path = _folder.PathOf("limits.json");
        File.WriteAllText(path, json);
        return LimitsFileReader.Read(path);
    }
}
