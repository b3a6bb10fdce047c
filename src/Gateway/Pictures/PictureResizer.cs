using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// Brings RGB pictures of any size to one size, as the program does that the policy was trained with: byte for byte
/// where that gives bytes. Any number of threads at once.
/// </summary>
/// <param name="method">The program.</param>
/// <param name="height">The model's.</param>
/// <param name="width">The model's.</param>
/// <param name="passes">Null for the fastest that this processor can do.</param>
internal sealed class PictureResizer(ResizeMethod method, int height, int width, BytePasses? passes = null)
{
    // A robot's cameras have one size, or two; a peer that changes its size with every picture costs a table each time.
    private const int KeptPlans = 4;

    private readonly ResizeRecipe _recipe = ResizeRecipe.Of(method);
    private readonly ResamplePlan?[] _plans = new ResamplePlan?[KeptPlans];
    private int _nextPlan;

    /// <summary>
    /// Whether pictures of a size, at least 1×1, can be resized: one that is too long for a frame with a border around
    /// cannot, as nothing of it would be left.
    /// </summary>
    public bool Fits(int sourceHeight, int sourceWidth) =>
        PictureFrame.Place(_recipe.Padding, sourceHeight, sourceWidth, height, width) is { Height: > 0, Width: > 0 };

    /// <summary>What one picture at a time is resized in.</summary>
    public PictureCanvas CreateCanvas() => _recipe.IsFloat
        ? new FloatCanvas(height, width, _recipe.Fill)
        : new ByteCanvas(passes ?? BytePasses.Best, height, width, (byte)_recipe.Fill);

    /// <param name="sourceHeight">Of a size that <see cref="Fits"/>.</param>
    /// <param name="sourceWidth">Pixels of a row.</param>
    public ResamplePlan PlanFor(int sourceHeight, int sourceWidth)
    {
        for (int i = 0; i < _plans.Length; i++)
        {
            ResamplePlan? plan = Volatile.Read(ref _plans[i]);
            if (plan is not null && plan.SourceHeight == sourceHeight && plan.SourceWidth == sourceWidth)
                return plan;
        }
        // Two threads may make the same plan at once: the one thrown away was only work.
        PictureFrame frame = PictureFrame.Place(_recipe.Padding, sourceHeight, sourceWidth, height, width);
        var made = new ResamplePlan(_recipe, sourceHeight, sourceWidth, frame);
        int place = (int)((uint)Interlocked.Increment(ref _nextPlan) % KeptPlans);
        Volatile.Write(ref _plans[place], made);
        return made;
    }
}
