using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers;

/// <summary>Whether two workers have loaded the same, so that one can take the other's place.</summary>
internal static class SameModel
{
    public static bool Is(FromWorker.Loaded one, FromWorker.Loaded other) =>
        one.Traits == other.Traits && one.Stateful == other.Stateful
        && Are(one.Signature.Inputs, other.Signature.Inputs) && Are(one.Signature.Outputs, other.Signature.Outputs);

    private static bool Are(IReadOnlyList<TensorSpec> some, IReadOnlyList<TensorSpec> others) =>
        some.Count == others.Count && some.Zip(others).All(pair => Is(pair.First, pair.Second));

    private static bool Is(TensorSpec one, TensorSpec other) =>
        one.Name == other.Name && one.Role == other.Role && one.Type == other.Type
        && one.Shape.SequenceEqual(other.Shape);
}
