using Microsoft.AspNetCore.Http;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Routes;

namespace PolicyGate.Gateway.Http.Api;

/// <summary><c>/api/routes</c>: by whom robots may be answered, and by whom they are.</summary>
/// <param name="routes">Those configured.</param>
/// <param name="robots">That are listed.</param>
/// <param name="time">The gateway's.</param>
internal sealed class RoutesPage(Func<IEnumerable<Route>> routes, LiveRobots robots, TimeProvider time) : IHttpPage
{
    public string Path => "/api/routes";

    public Task AnswerAsync(HttpContext context)
    {
        RobotReport[] here =
            [.. robots.All.Where(robot => robot.LeftAt is null).Select(robot => RobotSummary.Of(robot, time))];
        var report = new RoutesReport([.. routes().Select(route => Report(route.Config, here))]);
        return JsonText.WriteAsync(context, StatusCodes.Status200OK, report, ApiJson.Default.RoutesReport);
    }

    private static RouteReport Report(RouteConfig route, RobotReport[] here)
    {
        RobotReport[] own = Array.FindAll(here, robot => robot.Route == route.Name);
        ArmReport Arm(string policy, double share) => new(policy, share, own.Count(robot => robot.Policy == policy));
        ArmReport[] arms = route.Split is { } split
            ? [.. split.Arms.Select(arm => Arm(arm.Policy.Name, arm.Share))]
            : [Arm(route.Policy.Name, 1)];
        return new RouteReport(
            route.Name, arms, [.. route.Fallback.Policies.Select(policy => policy.Name)], route.Fallback.After,
            route.Fallback.GoodTicks, [.. route.Shadows.Select(policy => policy.Name)], own.Length,
            Math.Round(own.Sum(robot => robot.Rate), 2));
    }
}
