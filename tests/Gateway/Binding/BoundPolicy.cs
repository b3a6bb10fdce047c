using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Binding;

/// <summary>A policy of some inputs and two rows of three joints, bound to a model that has the same.</summary>
internal sealed class BoundPolicy
{
    private readonly InputFill _fill;

    public BoundPolicy(TensorDescription[] inputs, bool reverse = false, bool robotUnits = false)
    {
        Policy = new PolicyDescription
        {
            Folder = "/p",
            Name = "p",
            Models = new Dictionary<string, IReadOnlyList<string>>(),
            Inputs = inputs,
            Outputs = [Action],
            Control = new ControlDescription(30, CutoffHz: null),
        };
        PolicySignature model = Policy.Declared;
        if (reverse)
            model = model with { Inputs = [.. model.Inputs.Reverse()] };
        Binding = new PolicyBinding(
            Policy, model, ResizeHabits.All, robotUnits, new LimitsOptions());
        Inference = new ByteInference(model);
        _fill = new InputFill(Binding, Inference, new PictureCrew(helpers: 0, TimeProvider.System));
        Observation = new Observation(Binding.Needs);
    }

    public static TensorDescription Action { get; } = new()
    {
        Spec = new TensorSpec("action", TensorRole.Action, ElementType.Float32, [1, 2, 3]),
        Normalize = new NormalizationDescription(NormalizationMode.MeanStd, [1, 0, -2], [0.5f, 2, 0], 1e-8f),
    };

    public PolicyDescription Policy { get; }

    public PolicyBinding Binding { get; }

    public ByteInference Inference { get; }

    /// <summary>What is filled in: empty until a test has it show something.</summary>
    public Observation Observation { get; }

    public GatewayError? Fill() => Fill(Observation);

    public GatewayError? Fill(Observation observation) => _fill.Run(observation);

    public void Show(float[] position, (int Height, int Width, byte[] Pixels)? picture = null, string task = "")
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(task);
        utf8.CopyTo(Observation.PrepareTask(utf8.Length));
        Show(moment: Observation.Moments.Length - 1, position, picture);
    }

    /// <summary>What was seen at one of the moments that the policy needs.</summary>
    public void Show(int moment, float[] position, (int Height, int Width, byte[] Pixels)? picture = null)
    {
        position.CopyTo(Observation.Moments[moment].PreparePosition(position.Length));
        if (picture is { } shown)
            shown.Pixels.CopyTo(Observation.Moments[moment].Cameras[0].Prepare(shown.Height, shown.Width));
    }
}
