using PolicyGate.Gateway.Comparison.Sides;

namespace PolicyGate.Tests.Gateway.Comparison.Sides;

public sealed class SharedJointsTests
{
    [Fact]
    public void By_name_where_both_have_names()
    {
        var shared = SharedJoints.Of(["shoulder", "elbow", "gripper"], 3, ["gripper", "wrist", "shoulder"], 3);
        shared.Names.ShouldBe(["shoulder", "gripper"]);
        shared.A.ShouldBe([0, 2]);
        shared.B.ShouldBe([2, 0]);
        shared.Notes.Count.ShouldBe(3);
        shared.Notes[0].ShouldContain("A alone commands elbow");
        shared.Notes[1].ShouldContain("B alone commands wrist");
        shared.Notes[2].ShouldContain("by name");
    }

    [Fact]
    public void By_index_where_one_has_none_under_the_names_of_the_other()
    {
        var shared = SharedJoints.Of([], 2, ["a", "b", "c"], 3);
        shared.Names.ShouldBe(["a", "b"]);
        shared.B.ShouldBe([0, 1]);
        shared.Notes.ShouldHaveSingleItem().ShouldContain("the first 2");
        SharedJoints.Of([], 2, [], 2).Names.ShouldBe(["joint 0", "joint 1"]);
    }

    [Fact]
    public void The_same_joints_need_no_word()
    {
        var shared = SharedJoints.Of(["a", "b"], 2, ["a", "b"], 2);
        shared.Notes.ShouldBeEmpty();
        shared.A.ShouldBe([0, 1]);
    }

    [Fact]
    public void None_in_common() => SharedJoints.Of(["a"], 1, ["b"], 1).Names.ShouldBeEmpty();
}
