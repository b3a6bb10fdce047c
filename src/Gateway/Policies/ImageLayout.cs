namespace PolicyGate.Gateway.Policies;

/// <summary>The order of a picture's axes.</summary>
internal enum ImageLayout
{
    Chw,
    Hwc,
}
