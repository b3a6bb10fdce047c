using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>A camera's picture, resized, scaled and normalised: <c>observation.images.CAMERA</c>, float32.</summary>
internal sealed class ImageBinding
{
    private readonly int _index;
    private readonly string _policy;
    private readonly string _camera;
    private readonly int _height;
    private readonly int _width;
    private readonly int _longestSide;
    private readonly ResizeMethod _resize;
    private readonly PixelScale _scale;
    private readonly PictureResizer _resizer;

    public ImageBinding(int index, string policy, TensorDescription input, ResizeMethod resize, int longestSide)
    {
        (_index, _policy, _resize) = (index, policy, resize);
        _camera = CameraOf(input.Spec);
        (_height, _width) = input.PictureSize;
        _longestSide = longestSide;
        _scale = new PixelScale(input);
        _resizer = new PictureResizer(resize, _height, _width);
    }

    public static string CameraOf(TensorSpec spec) => spec.Name[TensorRoles.ImagePrefix.Length..];

    /// <summary>What brings this camera's pictures to the model's size; one for each inference.</summary>
    public PictureJob CreateJob() => new(_resizer);

    /// <summary>The picture to resize, or what is wrong with it; nothing is read yet.</summary>
    public GatewayError? Find(Observation observation, out CameraImage? image)
    {
        image = Find(observation.Cameras);
        if (image is null || !image.Present)
            return Absent(observation.Cameras);
        if (image.Height == _height && image.Width == _width)
            return null;
        if (_resize is ResizeMethod.None)
            return WrongSize(image);
        bool possible = image.Height <= _longestSide && image.Width <= _longestSide && image.Bytes > 0;
        return possible ? null : ImpossibleSize(image);
    }

    /// <summary>Writes a picture of the model's size into the memory that the engine reads.</summary>
    public void Fill(PictureJob complete, IInference inference) =>
        _scale.Apply(complete.Pixels, MemoryMarshal.Cast<byte, float>(inference.Input(_index)));

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
        return new GatewayError(ErrorCode.InvalidArgument,
            $"the policy '{_policy}' needs a picture of the camera '{_camera}' ({TensorRoles.ImagePrefix}{_camera});"
            + $" {came}: connect that camera, or give it this name on the robot's side");
    }

    private GatewayError WrongSize(CameraImage image) => new(ErrorCode.InvalidArgument,
        $"the policy '{_policy}' takes {_height}×{_width} pictures (height × width) of the camera '{_camera}' as they"
        + $" are (resize none), {image.Height}×{image.Width} came: set the camera to that size, or 'resize' in"
        + " policy.json to what the policy was trained with");

    private GatewayError ImpossibleSize(CameraImage image) => new(ErrorCode.InvalidArgument,
        $"the picture of the camera '{_camera}' is {image.Height}×{image.Width}; 1 to {_longestSide} pixels a side can"
        + " be resized (Limits:PictureSide)");
}
