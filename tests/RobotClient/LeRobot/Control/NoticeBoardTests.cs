using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Control;

/// <summary>What is told reaches whoever listens, and nothing of it stands in the way.</summary>
public sealed class NoticeBoardTests
{
    [Fact]
    public void What_is_told_at_the_end_is_handed_on_and_what_comes_later_harms_nothing()
    {
        var heard = new HeardNotices();
        using var board = new NoticeBoard(heard.Hear, new RunFault());
        board.Tell(isTrouble: false, "first");
        board.Tell(isTrouble: false, "last");
        board.Dispose();
        board.Tell(isTrouble: false, "too late");
        heard.All.Select(notice => notice.Message).ShouldBe(["first", "last"]);
    }
}
