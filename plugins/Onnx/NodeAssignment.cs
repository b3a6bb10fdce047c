using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace PolicyGate.Onnx;

/// <summary>Which provider runs which of a session's nodes, read back from the engine.</summary>
internal sealed class NodeAssignment
{
    private const string Suffix = "ExecutionProvider";

    private readonly SortedDictionary<string, List<string>> _operators = new(StringComparer.Ordinal);

    private NodeAssignment()
    {
    }

    public static NodeAssignment Of(InferenceSession session)
    {
        var assignment = new NodeAssignment();
        foreach ((string provider, IReadOnlyList<string> operators) in OrtNative.Assignment(session))
        {
            if (!assignment._operators.TryGetValue(provider, out List<string>? all))
                assignment._operators.Add(provider, all = []);
            all.AddRange(operators);
        }
        return assignment;
    }

    public bool Runs(ProviderKind kind) => _operators.ContainsKey(ProviderChoice.EngineNameOf(kind));

    /// <summary>As <c>cpu 3, cuda 120</c>.</summary>
    public override string ToString() => _operators.Count == 0
        ? "none"
        : string.Join(", ", _operators.Select(entry =>
            string.Create(CultureInfo.InvariantCulture, $"{ShortName(entry.Key)} {entry.Value.Count}")));

    private static string ShortName(string provider) =>
        provider.Replace(Suffix, "", StringComparison.Ordinal).ToLowerInvariant();
}
