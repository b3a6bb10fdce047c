using System.Text;

namespace PolicyGate.Gateway.Recording;

/// <summary>A recorded route: its name and folder in the recording, and what is being written.</summary>
/// <param name="name">Its own in the recording.</param>
/// <param name="folder">Likewise.</param>
/// <param name="rawValues">Of the model's chunk.</param>
/// <param name="width">Values of a row.</param>
internal sealed class RouteRecorder(string name, string folder, int rawValues, int width)
{
    public string Name => name;

    /// <summary>UTF-8.</summary>
    public byte[] NameBytes { get; } = Encoding.UTF8.GetBytes(name);

    public string Folder => folder;

    public int RawValues => rawValues;

    public int Width => width;

    /// <summary>The recorder's thread's.</summary>
    public SegmentWriter? Writer { get; set; }
}
