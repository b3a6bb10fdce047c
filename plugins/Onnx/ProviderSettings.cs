using System.Globalization;

namespace PolicyGate.Onnx;

/// <summary>
/// What a GPU provider is told: what keeps latency low and answers equal, and then what the operator says.
/// </summary>
/// <remarks>https://onnxruntime.ai/docs/execution-providers/CUDA-ExecutionProvider.html, and TensorRT's.</remarks>
internal static class ProviderSettings
{
    /// <param name="choice">The provider.</param>
    /// <param name="options">The policy's options.</param>
    /// <param name="modelPath">Keys TensorRT's cache.</param>
    /// <exception cref="Abstractions.PolicyLoadException">The cache's folder cannot be made.</exception>
    public static Dictionary<string, string> Of(ProviderChoice choice, OnnxOptions options, string modelPath)
    {
        Dictionary<string, string> settings = choice.Kind is ProviderKind.TensorRT
            ? TensorRt(choice, options, modelPath)
            : Cuda(options);
        foreach ((string key, string value) in choice.Options)
            settings[key] = value;
        return settings;
    }

    private static Dictionary<string, string> Cuda(OnnxOptions options) => new(StringComparer.Ordinal)
    {
        // 1 is the engine's default, and rounds float32 to 10 bits: other answers than those of the trained model.
        ["use_tf32"] = "0",
        ["cudnn_conv_algo_search"] = "EXHAUSTIVE",
        ["cudnn_conv_use_max_workspace"] = "1",
        ["do_copy_in_default_stream"] = "1",
        ["enable_cuda_graph"] = Flag(options.CudaGraph),
    };

    private static Dictionary<string, string> TensorRt(ProviderChoice choice, OnnxOptions options, string modelPath)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["trt_cuda_graph_enable"] = Flag(options.CudaGraph),
            // Minutes for the first build of an engine, seconds for each later load.
            ["trt_engine_cache_enable"] = "1",
            ["trt_timing_cache_enable"] = "1",
        };
        bool own = choice.Options.ContainsKey("trt_engine_cache_path")
            && choice.Options.ContainsKey("trt_timing_cache_path");
        if (!own)
        {
            var cache = EngineCache.Open(options.CacheFolder, modelPath);
            settings["trt_engine_cache_path"] = cache.Engines;
            settings["trt_timing_cache_path"] = cache.Timings;
        }
        return settings;
    }

    private static string Flag(bool value) => Convert.ToInt32(value).ToString(CultureInfo.InvariantCulture);
}
