using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>Finds the optimization profile whose ranges hold the shapes that a policy is run in.</summary>
internal static class ProfileChoice
{
    /// <param name="calls">Ask the engine.</param>
    /// <param name="engine">TensorRT's own.</param>
    /// <param name="described">The same engine, read.</param>
    /// <param name="shape">Sizes of the free dimensions.</param>
    /// <param name="wanted">The one that an option names; null for the first that fits.</param>
    /// <exception cref="PolicyLoadException">None fits, or the wanted one does not.</exception>
    public static int Of(IInferCalls calls, nint engine, Engine described, InferenceShape shape, int? wanted)
    {
        if (wanted >= described.Profiles)
        {
            throw new PolicyLoadException(
                $"the option Profile is {wanted}, but the engine has {described.Profiles} optimization profiles,"
                + " counted from 0");
        }
        EngineTensor[] free = [.. described.Inputs.Where(tensor => tensor.IsFree)];
        int first = wanted ?? 0;
        int last = wanted ?? described.Profiles - 1;
        var ranges = new StringBuilder();
        for (int profile = first; profile <= last; profile++)
        {
            bool fits = true;
            foreach (EngineTensor tensor in free)
            {
                Dims least = calls.ProfileShape(engine, tensor.Name, profile, ProfileBound.Minimum);
                Dims most = calls.ProfileShape(engine, tensor.Name, profile, ProfileBound.Maximum);
                fits &= Holds(least, most, tensor.In(shape));
                ranges.Append($"\n  profile {profile}: {tensor.Spec.Name} from {least} to {most}");
            }
            if (fits)
                return profile;
        }
        string asked = string.Join(", ", free.Select(tensor => $"{tensor.Spec.Name} {tensor.In(shape)}"));
        throw new PolicyLoadException(
            $"no optimization profile of the engine holds {asked}. It has:{ranges}\nBuild the engine with these shapes"
            + " between --minShapes and --maxShapes, or correct policy.json");
    }

    private static bool Holds(Dims least, Dims most, Dims asked)
    {
        if (least.Count != asked.Count || most.Count != asked.Count)
            return false;
        for (int i = 0; i < asked.Count; i++)
        {
            if (asked.Size[i] < least.Size[i] || asked.Size[i] > most.Size[i])
                return false;
        }
        return true;
    }
}
