using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>What Kestrel runs for each request: one call of the service.</summary>
internal sealed class GrpcApplication(
    IGrpcService service, LimitsOptions limits, TimeProvider time, ILogger logger, GrpcLogBudget budget)
    : IHttpApplication<KestrelGrpcCall>
{
    /// <summary>Kestrel reuses its streams; the call that belongs to one is reused with it.</summary>
    public KestrelGrpcCall CreateContext(IFeatureCollection contextFeatures)
    {
        var container = contextFeatures as IHostContextContainer<KestrelGrpcCall>;
        KestrelGrpcCall call = container?.HostContext ?? new KestrelGrpcCall(limits, time);
        if (container is not null)
            container.HostContext = call;
        call.Attach(contextFeatures);
        return call;
    }

    public async Task ProcessRequestAsync(KestrelGrpcCall context)
    {
        if (context.Begin())
            await context.EndAsync(context.Refusal ?? await InvokeAsync(context));
    }

    public void DisposeContext(KestrelGrpcCall context, Exception? exception) => context.Dispose();

    private async ValueTask<GrpcStatus> InvokeAsync(KestrelGrpcCall call)
    {
        try
        {
            return await service.InvokeAsync(call);
        }
        catch (OperationCanceledException) when (call.Cancelled.IsCancellationRequested)
        {
            return new GrpcStatus(GrpcStatusCode.Cancelled, "the call was cancelled");
        }
#pragma warning disable CA1031 // A bug in one robot's call must not end the process that serves the others.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            if (budget.Spend())
                Log.CallThrew(logger, call.Path, bug);
            return new GrpcStatus(GrpcStatusCode.Internal, "a bug in the gateway; its log says more");
        }
    }
}
