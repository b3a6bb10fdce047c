using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace PolicyGate.Onnx;

/// <summary>
/// What ONNX Runtime's C API has and its binding has not: which provider runs which nodes, copies of tensors
/// without garbage, and where shared threads run.
/// </summary>
/// <remarks>
/// The table's layout is the binding's own <see cref="OrtApi"/>; the signatures are those of onnxruntime_c_api.h. Every
/// call returns a status, null where it went well.
/// </remarks>
internal static unsafe class OrtNative
{
    // The first with Session_GetEpGraphAssignmentInfo; a table only grows.
    private const uint ApiVersion = 24;

    // After OrtLibrary.Load, without which there is nothing to call in here with.
    private static readonly OrtApi* Api = Find();

    /// <summary>Copies tensors, across devices where need be, and waits for it; allocates nothing.</summary>
    /// <returns>What went wrong; null where nothing did.</returns>
    public static string? Copy(OrtEnv environment, nint* from, nint* to, int count)
    {
        var copy = (delegate* unmanaged<nint, nint*, nint*, nint, nuint, nint>)Api->CopyTensors;
        nint status = copy(environment.DangerousGetHandle(), from, to, 0, (nuint)count);
        return status == 0 ? null : Message(status);
    }

    /// <summary>Binds the shared pool's threads, the caller's left out, to processors.</summary>
    /// <param name="threads">With the number of threads set.</param>
    /// <param name="processors">As <see cref="ProcessorCores.OfHelpers"/> has them.</param>
    public static void BindHelpers(OrtThreadingOptions threads, string processors)
    {
        var bind = (delegate* unmanaged<nint, byte*, nint>)Api->SetGlobalIntraOpThreadAffinity;
        fixed (byte* utf8 = Encoding.UTF8.GetBytes(processors + '\0'))
            Check(bind(threads.DangerousGetHandle(), utf8));
    }

    /// <summary>How many nodes each provider runs, and their operators' names.</summary>
    /// <remarks>Of a session with <c>session.record_ep_graph_assignment_info</c>.</remarks>
    /// <exception cref="InvalidOperationException">The engine cannot say.</exception>
    public static IReadOnlyList<(string Provider, IReadOnlyList<string> Operators)> Assignment(
        InferenceSession session)
    {
        var list = (delegate* unmanaged<nint, nint**, nuint*, nint>)Api->Session_GetEpGraphAssignmentInfo;
        var nameOf = (delegate* unmanaged<nint, byte**, nint>)Api->EpAssignedSubgraph_GetEpName;
        var nodesOf = (delegate* unmanaged<nint, nint**, nuint*, nint>)Api->EpAssignedSubgraph_GetNodes;
        var operatorOf = (delegate* unmanaged<nint, byte**, nint>)Api->EpAssignedNode_GetOperatorType;
        nint* subgraphs, nodes;
        nuint count, nodeCount;
        byte* text;
        List<(string, IReadOnlyList<string>)> found = [];
        Check(list(HandleOf(session), &subgraphs, &count));
        for (nuint i = 0; i < count; i++)
        {
            Check(nameOf(subgraphs[i], &text));
            string provider = Text(text);
            Check(nodesOf(subgraphs[i], &nodes, &nodeCount));
            string[] operators = new string[nodeCount];
            for (int node = 0; node < operators.Length; node++)
            {
                Check(operatorOf(nodes[node], &text));
                operators[node] = Text(text);
            }
            found.Add((provider, operators));
        }
        GC.KeepAlive(session);
        return found;
    }

    /// <summary>The engine's own address of a tensor, for <see cref="Copy"/>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Handle")]
    public static extern nint HandleOf(OrtValue value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Handle")]
    private static extern nint HandleOf(InferenceSession session);

    private static OrtApi* Find()
    {
        var basis = (delegate* unmanaged<OrtApiBase*>)NativeLibrary.GetExport(OrtLibrary.Handle, "OrtGetApiBase");
        return ((delegate* unmanaged<uint, OrtApi*>)basis()->GetApi)(ApiVersion);
    }

    private static void Check(nint status)
    {
        if (status != 0)
            throw new InvalidOperationException(Message(status));
    }

    private static string Message(nint status)
    {
        string text = Text(((delegate* unmanaged<nint, byte*>)Api->GetErrorMessage)(status));
        ((delegate* unmanaged<nint, void>)Api->ReleaseStatus)(status);
        return text;
    }

    private static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}
