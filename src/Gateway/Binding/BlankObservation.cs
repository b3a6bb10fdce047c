using PolicyGate.Abstractions;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>An observation that fits a policy and shows nothing: what a policy is warmed up with.</summary>
internal static class BlankObservation
{
    // What OpenArm's cameras commonly send, so that the resize is compiled for real sizes too.
    private const int Height = 600;
    private const int Width = 960;

    public static Observation For(PolicyDescription policy, ObservationNeeds needs)
    {
        var observation = new Observation(needs);
        foreach (TensorDescription input in policy.Inputs)
        {
            if (input.Spec.Role is TensorRole.Task)
                "warm up"u8.CopyTo(observation.PrepareTask("warm up"u8.Length));
            foreach (ObservationMoment moment in observation.Moments)
            {
                if (input.Spec.Role is TensorRole.State)
                    moment.PreparePosition(input.Spec.Shape[^1].Size).Clear();
                else if (input.Spec.Role is TensorRole.Image)
                    Picture(moment, input);
            }
        }
        return observation;
    }

    private static void Picture(ObservationMoment moment, TensorDescription input)
    {
        (int height, int width) = input.Resize is ResizeMethod.None ? input.PictureSize : (Height, Width);
        foreach (CameraImage camera in moment.Cameras)
        {
            if (camera.Name == ImageBinding.CameraOf(input.Spec))
                camera.Prepare(height, width).Clear();
        }
    }
}
