using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>
/// One camera's picture of one moment, resized, scaled and normalised, into its place in
/// <c>observation.images.CAMERA</c>.
/// </summary>
internal sealed class ImageBinding
{
    private readonly int _index;
    private readonly string _policy;
    private readonly string _camera;
    private readonly int _height;
    private readonly int _width;
    private readonly int _longestSide;
    private readonly ResizeMethod _resize;
    private readonly int _step;
    private readonly int _place;
    private readonly PixelScale _scale;
    private readonly PictureResizer _resizer;

    private ImageBinding(
        int index, string policy, TensorDescription input, ResizeMethod resize, int longestSide, PixelScale scale,
        PictureResizer resizer, int step, int place)
    {
        (_index, _policy, _resize, _longestSide) = (index, policy, resize, longestSide);
        (_step, _place, _scale, _resizer) = (step, place, scale, resizer);
        _camera = CameraOf(input.Spec);
        (_height, _width) = input.PictureSize;
    }

    /// <summary>One binding for each moment that an input sees.</summary>
    /// <param name="index">The input's place in the model's signature.</param>
    /// <param name="policy">Named in errors.</param>
    /// <param name="input">What <c>policy.json</c> says of it.</param>
    /// <param name="resize">How pictures become the model's size.</param>
    /// <param name="longestSide">Of a picture that can be resized.</param>
    public static IEnumerable<ImageBinding> Of(
        int index, string policy, TensorDescription input, ResizeMethod resize, int longestSide)
    {
        (int height, int width) = input.PictureSize;
        var scale = new PixelScale(input);
        var resizer = new PictureResizer(resize, height, width);
        return HistorySteps.Of(input).Select((step, place) =>
            new ImageBinding(index, policy, input, resize, longestSide, scale, resizer, step, place));
    }

    public static string CameraOf(TensorSpec spec) => spec.Name[TensorRoles.ImagePrefix.Length..];

    /// <summary>What brings this camera's pictures to the model's size; one for each inference.</summary>
    public PictureJob CreateJob() => new(_resizer);

    /// <summary>The picture to resize, or what is wrong with it; nothing is read yet.</summary>
    public GatewayError? Find(Observation observation, out CameraImage? image)
    {
        ReadOnlySpan<CameraImage> cameras = HistorySteps.Find(observation, _step).Cameras;
        image = Find(cameras);
        if (image is null || !image.Present)
            return Absent(cameras);
        if (image.Height == _height && image.Width == _width)
            return null;
        if (_resize is ResizeMethod.None)
            return WrongSize(image);
        if (image.Height > _longestSide || image.Width > _longestSide || image.Bytes == 0)
            return ImpossibleSize(image);
        return _resizer.Fits(image.Height, image.Width) ? null : TooLong(image);
    }

    /// <summary>Writes a picture of the model's size into the memory that the engine reads.</summary>
    public void Fill(PictureJob complete, IInference inference)
    {
        int bytes = _scale.BytesOf(_height * _width * 3);
        Span<byte> input = inference.Input(_index).Slice(_place * bytes, bytes);
        if (complete.Values.IsEmpty)
            _scale.Apply(complete.Pixels, input);
        else
            _scale.ApplyFloats(complete.Values, input);
    }

    /// <remarks>By name: an observation may have been made for more policies than this one.</remarks>
    private CameraImage? Find(ReadOnlySpan<CameraImage> cameras)
    {
        foreach (CameraImage camera in cameras)
        {
            if (string.Equals(camera.Name, _camera, StringComparison.Ordinal))
                return camera;
        }
        return null;
    }

    private GatewayError Absent(ReadOnlySpan<CameraImage> cameras)
    {
        List<string> present = [];
        foreach (CameraImage camera in cameras)
        {
            if (camera.Present)
                present.Add(camera.Name);
        }
        string came = present.Count == 0 ? "none of its cameras came" : $"only {string.Join(", ", present)} came";
        string when = _step == 0 ? "" : $" at step {_step} of its history";
        return new GatewayError(ErrorCode.InvalidArgument,
            $"the policy '{_policy}' needs a picture of the camera '{_camera}' ({TensorRoles.ImagePrefix}{_camera})"
            + $"{when}; {came}: connect that camera, or give it this name on the robot's side");
    }

    private GatewayError WrongSize(CameraImage image) => new(ErrorCode.InvalidArgument,
        $"the policy '{_policy}' takes {_height}×{_width} pictures (height × width) of the camera '{_camera}' as they"
        + $" are (resize none), {image.Height}×{image.Width} came: set the camera to that size, or 'resize' in"
        + " policy.json to what the policy was trained with");

    private GatewayError ImpossibleSize(CameraImage image) => new(ErrorCode.InvalidArgument,
        $"the picture of the camera '{_camera}' is {image.Height}×{image.Width}; 1 to {_longestSide} pixels a side can"
        + " be resized (Limits:PictureSide)");

    private GatewayError TooLong(CameraImage image) => new(ErrorCode.InvalidArgument,
        $"the picture of the camera '{_camera}' is {image.Height}×{image.Width}: with its aspect kept, nothing of it is"
        + $" left in {_height}×{_width}; check the camera, or 'resize' in policy.json");
}
