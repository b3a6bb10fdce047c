namespace PolicyGate.Gateway.Pictures;

internal enum ResizePadding
{
    /// <summary>None: the picture is stretched to the model's size.</summary>
    None,

    /// <summary>All around; an odd pixel goes right and below.</summary>
    Centred,

    LeftAndAbove,
}
