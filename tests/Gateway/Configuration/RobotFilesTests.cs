using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.Configuration;

public sealed class RobotFilesTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("openarm-bimanual", 16)]
    [InlineData("openarm-right", 8)]
    [InlineData("openarm-left", 8)]
    public void A_wire_may_name_a_shipped_robot_without_any_configuration_of_it(string name, int joints)
    {
        RobotConfig robot = Load("", name).Config.ShouldNotBeNull().OpenArm[0].Robot.ShouldNotBeNull();
        robot.Minimum.Length.ShouldBe(joints);
        robot.MaximumVelocity.Length.ShouldBe(joints);
        robot.MaximumAcceleration.Length.ShouldBe(joints);
        robot.MaximumJerk.Length.ShouldBe(joints);
    }

    [Fact]
    public void Two_arms_are_the_right_one_and_then_the_left_one()
    {
        RobotConfig both = Load("", "openarm-bimanual").Config!.OpenArm[0].Robot!;
        RobotConfig right = Load("", "openarm-right").Config!.OpenArm[0].Robot!;
        RobotConfig left = Load("", "openarm-left").Config!.OpenArm[0].Robot!;
        both.Minimum.ShouldBe([.. right.Minimum, .. left.Minimum]);
        both.Maximum.ShouldBe([.. right.Maximum, .. left.Maximum]);
        both.MaximumJerk.ShouldBe([.. right.MaximumJerk, .. left.MaximumJerk]);
        // The shoulders are mirrored, the elbows are not.
        left.Minimum[0].ShouldBe(-right.Maximum[0]);
        left.Maximum[3].ShouldBe(right.Maximum[3]);
    }

    [Fact]
    public void A_configured_robot_of_a_shipped_name_changes_only_what_it_says()
    {
        const string Jerk = "[50, 50, 50, 50, 50, 50, 50, 500]";
        RobotConfig robot = Load($"\"openarm-right\": {{ \"MaximumJerk\": {Jerk} }}", "OpenArm-Right")
            .Config.ShouldNotBeNull().OpenArm[0].Robot.ShouldNotBeNull();
        robot.MaximumJerk[0].ShouldBe(50);
        robot.Maximum[3].ShouldBe(2.443461f);
    }

    [Fact]
    public void A_robots_own_file_is_read_beside_the_configuration_and_may_leave_limits_out()
    {
        File.WriteAllText(_folder.In("arm.json"), """
            { "Joints": [ { "Minimum": -1, "Maximum": 1 }, { "Minimum": 0, "Maximum": 2, "MaximumJerk": 9 } ] }
            """);
        RobotConfig robot = Load("\"arm\": { \"File\": \"arm.json\" }", "arm").Config.ShouldNotBeNull()
            .OpenArm[0].Robot.ShouldNotBeNull();
        robot.Maximum.ShouldBe([1f, 2f]);
        robot.MaximumJerk.ShouldBe([double.PositiveInfinity, 9]);
    }

    [Fact]
    public void All_that_is_wrong_with_a_robot_file_is_told_at_once_with_its_place()
    {
        File.WriteAllText(_folder.In("arm.json"), """
            { "Joints": [ { "Minimum": 1, "Maximum": -1 }, { "Minimun": 0, "Maximum": 2, "MaximumJerk": -9 } ] }
            """);
        string[] errors = [.. Load("\"arm\": { \"File\": \"arm.json\" }", "arm").Errors.Select(error => $"{error}")];
        errors.ShouldContain(error => error.Contains("Joints:1:Minimun") && error.Contains("did you mean 'Minimum'?"));
        errors.ShouldContain(error => error.Contains("Joints:1:Minimum: missing"));
        errors.ShouldContain(error => error.Contains("Maximum:0: expected more than the minimum of joint 0, 1,"));
        errors.ShouldContain(error => error.Contains("MaximumJerk:1: expected more than 0 rad/s³, found -9"));
    }

    [Theory]
    [InlineData("none.json", null, "none.json")]
    [InlineData("arm.json", "{ \"Joints\": [ ", "cannot be read")]
    [InlineData("arm.json", "{}", "Joints: missing")]
    public void A_robot_file_that_is_none_is_an_error(string file, string? text, string expected)
    {
        if (text is not null)
            File.WriteAllText(_folder.In(file), text);
        Load($"\"arm\": {{ \"File\": \"{file}\" }}", "arm").Errors
            .ShouldContain(error => error.ToString().Contains(expected));
    }

    [Fact]
    public void A_slip_in_a_robots_name_is_told_with_the_nearest_shipped_one() =>
        Load("", "openarm-bimanal").Errors.ShouldHaveSingleItem().ToString()
            .ShouldContain("no robot 'openarm-bimanal'; did you mean 'openarm-bimanual'?");

    private LoadedConfiguration Load(string robots, string robot)
    {
        _folder.WithGateway($$"""
            "Policies": { "reach": { "Folder": "r", "Backend": "Onnx" } },
            "Robots": { {{robots}} },
            "Wires": { "OpenArm": [ { "Listen": "a", "Robot": "{{robot}}" } ] }
            """);
        return ConfigurationLoader.Load(_folder.Request() with { ProgramFolder = AppContext.BaseDirectory });
    }
}
