using PolicyGate.Shared;

namespace PolicyGate.Onnx;

/// <summary>The options of ONNX Runtime's GPU providers, as its libraries of 1.29 have them.</summary>
internal static class ProviderKeys
{
    private const string TensorRtPrefix = "trt_";

    // Told here, since the engine tells of a wrong key only on a machine with a GPU. CUDA's list has hardly grown for
    // years; TensorRT's grows with each release, so there what begins as its keys do is left to the engine.
    private static readonly string[] Cuda =
    [
        "arena_extend_strategy", "cudnn_conv1d_pad_to_nc1d", "cudnn_conv_algo_search", "cudnn_conv_use_max_workspace",
        "do_copy_in_default_stream", "enable_cudnn", "enable_skip_layer_norm_strict_mode", "fuse_conv_bias",
        "gpu_mem_limit", "prefer_nhwc", "sdpa_kernel", "tunable_op_enable", "tunable_op_max_tuning_duration_ms",
        "tunable_op_tuning_enable", "use_ep_level_unified_stream", "use_tf32",
    ];

    private static readonly string[] TensorRt =
    [
        "trt_auxiliary_streams", "trt_bf16_enable", "trt_build_heuristics_enable", "trt_builder_optimization_level",
        "trt_context_memory_sharing_enable", "trt_detailed_build_log", "trt_dla_core", "trt_dla_enable",
        "trt_dump_ep_context_model", "trt_dump_subgraphs", "trt_engine_cache_enable", "trt_engine_cache_path",
        "trt_engine_cache_prefix", "trt_engine_hw_compatible", "trt_ep_context_embed_mode",
        "trt_ep_context_file_path", "trt_extra_plugin_lib_paths", "trt_force_sequential_engine_build",
        "trt_force_timing_cache", "trt_fp16_enable", "trt_int8_calibration_table_name", "trt_int8_enable",
        "trt_int8_use_native_calibration_table", "trt_layer_norm_fp32_fallback", "trt_max_partition_iterations",
        "trt_max_workspace_size", "trt_min_subgraph_size", "trt_op_types_to_exclude", "trt_preview_features",
        "trt_profile_max_shapes", "trt_profile_min_shapes", "trt_profile_opt_shapes", "trt_sparsity_enable",
        "trt_tactic_sources", "trt_timing_cache_enable", "trt_timing_cache_path", "trt_weight_stripped_engine_enable",
    ];

    /// <summary>Why a key cannot stand in a configuration; null where it can.</summary>
    public static string? Objection(ProviderKind kind, string key) => key switch
    {
        "device_id" => "is not set here: the policy's Device names the GPU, as \"cuda:1\"",
        "enable_cuda_graph" or "trt_cuda_graph_enable" => "is not set here: CudaGraph does it",
        "has_user_compute_stream" or "user_compute_stream" or "gpu_external_alloc" or "gpu_external_free"
            or "gpu_external_empty_cache" or "trt_onnx_bytestream" or "trt_onnx_bytestream_size"
            or "trt_external_data_bytestream" or "trt_external_data_bytestream_size" =>
            "takes an address, which no configuration knows; remove it",
        _ when kind is ProviderKind.Cpu => "is not known: the CPU's provider has no options",
        _ when kind is ProviderKind.Cuda => Unknown(key, Cuda),
        _ when key.StartsWith(TensorRtPrefix, StringComparison.Ordinal) => null,
        _ => Unknown(key, TensorRt),
    };

    private static string? Unknown(string key, string[] known) =>
        known.Contains(key, StringComparer.Ordinal) ? null : $"is not known; {NearestName.Advice(key, known)}";
}
