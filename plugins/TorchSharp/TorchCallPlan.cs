using PolicyGate.Abstractions;

namespace PolicyGate.TorchSharp;

/// <summary>How a policy's module is called: TorchScript knows no names, so all of it comes from policy.json.</summary>
/// <param name="Method">As <c>forward</c>.</param>
/// <param name="Signature">What policy.json declares.</param>
/// <param name="Order">For each argument the index of the input that it gets.</param>
internal sealed record TorchCallPlan(string Method, PolicySignature Signature, IReadOnlyList<int> Order)
{
    private const string UsualMethod = "forward";

    /// <exception cref="PolicyLoadException">Nothing is declared, or something that no tensor can be.</exception>
    public static TorchCallPlan Of(PolicyContext context)
    {
        PolicySignature signature = context.Declared ?? throw new PolicyLoadException(
            $"{context.Folder} declares no inputs and outputs, and TorchScript has none of its own;"
            + " write a policy.json with both");
        if (signature.Inputs.FirstOrDefault(spec => spec.Type == ElementType.Utf8) is { } text)
        {
            throw new PolicyLoadException(
                $"{text} is text, which no TorchScript tensor holds; serve this policy by another backend, or export it"
                + " with the task's tokens as an integer input");
        }
        string[] names = [.. signature.Inputs.Select(spec => spec.Name)];
        IReadOnlyList<string> arguments = context.Call?.Arguments ?? names;
        int[] order = [.. arguments.Select(argument => Array.IndexOf(names, argument))];
        int unknown = Array.IndexOf(order, -1);
        if (unknown >= 0)
        {
            throw new PolicyLoadException(
                $"policy.json's torchscript.arguments has '{arguments[unknown]}', which is none of its inputs:"
                + $" {string.Join(", ", names)}");
        }
        return new TorchCallPlan(context.Call?.Method ?? UsualMethod, signature, order);
    }
}
