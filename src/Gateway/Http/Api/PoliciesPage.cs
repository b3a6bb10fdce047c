using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Gateway.Http.Api;

/// <summary>
/// <c>/api/policies</c>: what answers by which name; <c>POST /api/policies/NAME/swap</c>, <c>…/rollback</c>: another.
/// </summary>
/// <remarks>
/// A swap takes as long as a model takes to load: whoever asks is told that it began, and looks. What is done or
/// refused at once, as a rollback, is told at once.
/// </remarks>
/// <param name="control">The gateway's.</param>
/// <param name="time">Its clock.</param>
/// <param name="logger">Told what was asked, and of bugs.</param>
internal sealed class PoliciesPage(Func<IPolicyControl> control, TimeProvider time, ILogger logger) : IHttpPage
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.2);

    public string Path => "/api/policies";

    public bool AnswersBelow => true;

    public bool TakesPosts => true;

    public Task AnswerAsync(HttpContext context) => this.Below(context).Length > 0
        ? NotThereAsync(context)
        : JsonText.WriteAsync(
            context, StatusCodes.Status200OK, new PoliciesReport(control().List()), ApiJson.Default.PoliciesReport);

    public Task PostAsync(HttpContext context) => this.Below(context) switch
    {
        [var policy, "swap"] => ChangeAsync(context, policy, "swap", ApiJson.Default.SwapBody, body =>
            control().SwapAsync(
                new SwapRequest(policy)
                {
                    Folder = body.Folder,
                    Backend = body.Backend,
                    Takeover = body.Takeover,
                    TrialTicks = body.TrialTicks,
                    MaximumDifference = body.MaximumDifference,
                },
                CancellationToken.None)),
        [var policy, "rollback"] => ChangeAsync(context, policy, "rollback", ApiJson.Default.RollBackBody, body =>
            control().RollBackAsync(new RollBackRequest(policy, body.Takeover), CancellationToken.None)),
        _ => NotThereAsync(context),
    };

    private async Task ChangeAsync<T>(
        HttpContext context, string policy, string change, JsonTypeInfo<T> type, Func<T, Task<SwapReport>> begin)
        where T : class
    {
        T? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
        }
        catch (JsonException wrong)
        {
            await PlainText.WriteAsync(context, StatusCodes.Status400BadRequest, $"{wrong.Message}\n");
            return;
        }
        if (body is null)
        {
            await PlainText.WriteAsync(context, StatusCodes.Status400BadRequest, "expected an object, found null\n");
            return;
        }
        if (control().List().All(known => known.Name != policy))
        {
            await NotThereAsync(context);
            return;
        }
        Log.ChangeAsked(logger, context.Connection.RemoteIpAddress, change, policy);
        Task<SwapReport?> seen = SeeThrough(policy, change, () => begin(body));
        await Task.WhenAny(seen, Task.Delay(Moment, time, context.RequestAborted));
        if (seen.IsCompletedSuccessfully && seen.Result is { } report)
        {
            await JsonText.WriteAsync(
                context, report.Done ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, report,
                ApiJson.Default.SwapReport);
            return;
        }
        context.Response.Headers.Location = Path;
        await JsonText.WriteAsync(
            context, StatusCodes.Status202Accepted, new ChangeAccepted(policy, change, Path),
            ApiJson.Default.ChangeAccepted);
    }

    private async Task<SwapReport?> SeeThrough(string policy, string change, Func<Task<SwapReport>> begin)
    {
        try
        {
            return await Task.Run(begin);
        }
        catch (OperationCanceledException)
        {
            // The gateway goes down.
        }
#pragma warning disable CA1031 // Nobody waits for it: what nobody sees must be said somewhere.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.ChangeThrew(logger, change, policy, bug);
        }
        return null;
    }

    private static Task NotThereAsync(HttpContext context) => PlainText.WriteAsync(
        context, StatusCodes.Status404NotFound,
        "there are GET /api/policies, POST /api/policies/NAME/swap and POST /api/policies/NAME/rollback, for the names"
        + " that the first tells\n");
}
