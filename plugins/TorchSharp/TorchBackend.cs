using System.Globalization;
using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;
using PolicyGate.TorchSharp;
using PolicyGate.TorchSharp.Binding;

[assembly: PolicyBackend("TorchSharp", typeof(TorchBackend))]

namespace PolicyGate.TorchSharp;

/// <summary>Runs TorchScript (<c>.pt</c>) with libtorch.</summary>
internal sealed class TorchBackend : IPolicyBackend, IBackendDiagnostics
{
    private readonly ITorchBinding _binding = TorchBinding.Create();

    public void Check(IConfiguration options, ICollection<string> errors) => TorchOptions.Read(options, errors);

    public IPolicy Load(PolicyContext context, CancellationToken cancel)
    {
        List<string> errors = [];
        var options = TorchOptions.Read(context.Options, errors);
        if (errors.Count > 0)
            throw new PolicyLoadException(string.Join("\n", errors));
        if (context.ModelPath is not { } path)
        {
            throw new PolicyLoadException(
                $"{context.Folder}/policy.json names no model for this backend;"
                + " add \"models\": {\"TorchSharp\": \"FILE.pt\"}");
        }
        var plan = TorchCallPlan.Of(context);
        TorchArchive.Check(path, cancel);
        try
        {
            return Load(context, path, plan, options, cancel);
        }
        catch (TorchException failure)
        {
            throw new PolicyLoadException($"libtorch cannot load {path}: {failure.Message}", failure);
        }
    }

    public IEnumerable<Finding> Diagnose()
    {
        TorchEngine engine;
        try
        {
            engine = _binding.Engine();
        }
        catch (TorchException failure)
        {
            return [new Finding(FindingLevel.Error, "libtorch", failure.Message)];
        }
        return EngineFindings.Of(engine);
    }

    public IEnumerable<Finding> Describe(string modelPath)
    {
        try
        {
            TorchArchive.Check(modelPath, CancellationToken.None);
            _binding.Engine();
            using ITorchModule module = _binding.Load(modelPath, "cpu");
            return module.Describe();
        }
        catch (Exception failure) when (failure is PolicyLoadException or TorchException)
        {
            return [new Finding(FindingLevel.Error, "model", failure.Message)];
        }
    }

    private TorchPolicy Load(
        PolicyContext context, string path, TorchCallPlan plan, TorchOptions options, CancellationToken cancel)
    {
        long began = context.Time.GetTimestamp();
        TorchEngine engine = _binding.Engine();
        var device = TorchDevice.Parse(context.Device, engine);
        TorchOptimization optimization = options.Optimize ?? _binding.UsualOptimization;
        var threads = TorchThreads.Share(_binding, options, path);
        ITorchModule? module = null;
        try
        {
            cancel.ThrowIfCancellationRequested();
            module = _binding.Load(path, device.Name);
            module.Check(plan.Method, plan.Order.Count);
            Optimize(module, plan.Method, optimization);
            var identity = new PolicyIdentity(_binding.Name, engine.Version, new Dictionary<string, string>
            {
                ["device"] = device.Name,
                ["method"] = plan.Method,
                ["optimize"] = optimization.ToString(),
                ["threads"] = threads.Threads.ToString(CultureInfo.InvariantCulture),
            });
            var policy = new TorchPolicy(module, plan, context, options, threads, device, identity);
            double milliseconds = context.Time.GetElapsedTime(began).TotalMilliseconds;
            Log.Loaded(context.Logger, path, milliseconds, device.Name, threads.Threads, optimization);
            return policy;
        }
        catch
        {
            module?.Dispose();
            threads.Dispose();
            throw;
        }
    }
    private static void Optimize(ITorchModule module, string method, TorchOptimization optimization)
    {
        try
        {
            module.Optimize(method, optimization);
        }
        catch (TorchException failure)
        {
            throw new TorchException(
                $"{failure.Message}; \"Optimize\": \"None\" runs the module as it was saved", failure);
        }
    }
}
