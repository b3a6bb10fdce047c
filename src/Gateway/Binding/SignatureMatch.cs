using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>Holds a model's own signature against what its policy folder says of it.</summary>
internal static class SignatureMatch
{
    /// <summary>Finds everything that does not fit.</summary>
    /// <param name="policy">What the folder says.</param>
    /// <param name="model">What the model says of itself.</param>
    /// <param name="errors">One sentence for each tensor that does not fit.</param>
    /// <returns>Sizes for the model's free dimensions, one robot a run; null where something does not fit.</returns>
    public static InferenceShape? Check(PolicyDescription policy, PolicySignature model, ICollection<string> errors)
    {
        int before = errors.Count;
        var sizes = new FreeSizes(policy.Source, errors);
        CheckInputs(policy, model, sizes, errors);
        CheckOutputs(policy, model, sizes, errors);
        return errors.Count == before ? new InferenceShape(sizes.BySymbol) : null;
    }

    private static void CheckInputs(
        PolicyDescription policy, PolicySignature model, FreeSizes sizes, ICollection<string> errors)
    {
        foreach (TensorDescription input in policy.Inputs)
        {
            if (Find(model.Inputs, input.Spec.Name) is { } own)
                CheckTensor("input", policy.Source, input.Spec, own, sizes, errors);
            else
                errors.Add(NotInModel("input", policy.Source, input.Spec, model.Inputs));
            if (input.Spec.Role is not (TensorRole.State or TensorRole.Image or TensorRole.Task))
            {
                errors.Add($"input '{input.Spec.Name}' is not supported yet:"
                    + " what a robot sends fills observation.state,"
                    + $" {TensorRoles.ImagePrefix}CAMERA and task; export the model without it");
            }
        }
        foreach (TensorSpec own in model.Inputs)
        {
            if (!policy.Inputs.Any(input => input.Spec.Name == own.Name))
            {
                errors.Add($"input '{own.Name}': the model takes it ({Form(own)}) and {policy.Source} does not declare"
                    + " it; add it to 'inputs', or export the model without it");
            }
        }
    }

    private static void CheckOutputs(
        PolicyDescription policy, PolicySignature model, FreeSizes sizes, ICollection<string> errors)
    {
        foreach (TensorDescription output in policy.Outputs)
        {
            if (Find(model.Outputs, output.Spec.Name) is { } own)
                CheckTensor("output", policy.Source, output.Spec, own, sizes, errors);
            else
                errors.Add(NotInModel("output", policy.Source, output.Spec, model.Outputs));
        }
        // Other outputs are passed over, but the engine must know their size too.
        foreach (TensorSpec own in model.Outputs)
        {
            foreach (Dimension dimension in own.Shape)
            {
                if (dimension.Symbol is { } symbol && !sizes.BySymbol.ContainsKey(symbol)
                    && Find(policy.Outputs.Select(o => o.Spec), own.Name) is null)
                {
                    errors.Add($"output '{own.Name}': the model leaves its dimension '{symbol}' free ({Form(own)}) and"
                        + $" nothing gives its size; declare the output in {policy.Source} with its sizes");
                }
            }
        }
    }

    private static void CheckTensor(
        string kind, string source, TensorSpec declared, TensorSpec own, FreeSizes sizes, ICollection<string> errors)
    {
        bool same = declared.Type == own.Type && declared.Shape.Count == own.Shape.Count;
        for (int i = 0; same && i < own.Shape.Count; i++)
        {
            // What the folder leaves free is the batch: one robot a run.
            int expected = declared.Shape[i].Symbol is null ? declared.Shape[i].Size : 1;
            if (own.Shape[i].Symbol is { } symbol)
                sizes.Set(symbol, expected, $"{kind} '{own.Name}'");
            else
                same = own.Shape[i].Size == expected;
        }
        if (!same)
        {
            errors.Add($"{kind} '{own.Name}': {source} says {Form(declared)}, the model has {Form(own)};"
                + $" correct {source}, or take the model that belongs to it");
        }
    }

    private static TensorSpec? Find(IEnumerable<TensorSpec> tensors, string name) =>
        tensors.FirstOrDefault(tensor => tensor.Name == name);

    private static string NotInModel(
        string kind, string source, TensorSpec declared, IReadOnlyList<TensorSpec> own) =>
        $"{kind} '{declared.Name}': {source} declares it ({Form(declared)}) and the model has none of"
        + $" that name; it has"
        + $" {(own.Count == 0 ? "none" : string.Join(", ", own.Select(o => o.Name)))}: rename it in one of the two, or"
        + " export the model with it";

    private static string Form(TensorSpec spec) =>
        $"{spec.Type.ToString().ToLowerInvariant()} [{string.Join(", ", spec.Shape)}]";
}
