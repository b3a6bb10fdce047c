using System.Globalization;
using Microsoft.AspNetCore.Http;
using PolicyGate.Gateway.Live;

namespace PolicyGate.Gateway.Http.Api;

/// <summary>
/// <c>/api/robots</c>: all at a glance; <c>/api/robots/NAME?since=N</c>: one's last ticks;
/// <c>/api/robots/NAME/pictures/CAMERA</c>: what it saw last.
/// </summary>
internal sealed class RobotsPage(LiveRobots robots, TimeProvider time) : IHttpPage
{
    public string Path => "/api/robots";

    public bool AnswersBelow => true;

    public Task AnswerAsync(HttpContext context)
    {
        string[] named = this.Below(context);
        if (named.Length == 0)
            return AnswerAllAsync(context);
        if (robots.Of(named[0]) is not { } robot)
            return NotThereAsync(context, "no robot of this name is listed: /api/robots tells which are\n");
        return named switch
        {
            [_] => AnswerOneAsync(context, robot),
            [_, "pictures", var camera] => AnswerPictureAsync(context, robot, camera),
            _ => NotThereAsync(context, "there are /api/robots/NAME and /api/robots/NAME/pictures/CAMERA\n"),
        };
    }

    private Task AnswerAllAsync(HttpContext context)
    {
        RobotReport[] all = [.. robots.All.Select(robot => RobotSummary.Of(robot, time))];
        return JsonText.WriteAsync(
            context, StatusCodes.Status200OK, new RobotsReport(time.GetUtcNow(), all, robots.Unlisted),
            ApiJson.Default.RobotsReport);
    }

    private Task AnswerOneAsync(HttpContext context, LiveRobot robot)
    {
        string? asked = context.Request.Query["since"];
        long since = 0;
        if (asked is not null && !long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out since))
        {
            return PlainText.WriteAsync(
                context, StatusCodes.Status400BadRequest, "since: expected a tick's number, from 0\n");
        }
        long next = 0, lost = 0;
        IReadOnlyList<TickReport> ticks = [];
        if (robot.Ring is { } ring)
        {
            // Whoever asks since what is yet to come has seen another robot under this name.
            since = since > ring.Next ? 0 : since;
            long first = Math.Max(since, ring.Oldest);
            lost = asked is null ? 0 : first - since;
            ticks = new TickReader(ring, time).Read(first, out next);
        }
        var report = new RobotTicksReport(
            time.GetUtcNow(), RobotSummary.Of(robot, time), robot.Joints, next, lost, ticks);
        return JsonText.WriteAsync(context, StatusCodes.Status200OK, report, ApiJson.Default.RobotTicksReport);
    }

    private static async Task AnswerPictureAsync(HttpContext context, LiveRobot robot, string camera)
    {
        if (robot.Pictures is not { } pictures)
        {
            await PlainText.WriteAsync(context, StatusCodes.Status403Forbidden,
                "pictures are not shown: they may show people; Gateway:Http:Pictures allows it\n");
            return;
        }
        if (pictures.Ask(camera) is not { } picture)
        {
            await NotThereAsync(context, "its policy looks at no camera of this name\n");
            return;
        }
        if (picture.Png(out DateTimeOffset at) is not { } png)
        {
            // The robot's next tick brings one, now that it was asked for.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = png.Length;
        context.Response.Headers.LastModified = at.ToString("R", CultureInfo.InvariantCulture);
        await context.Response.BodyWriter.WriteAsync(png, context.RequestAborted);
    }

    private static Task NotThereAsync(HttpContext context, string text) =>
        PlainText.WriteAsync(context, StatusCodes.Status404NotFound, text);
}
