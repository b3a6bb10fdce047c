namespace PolicyGate.Gateway.Recording;

/// <summary>Why a tick was not recorded.</summary>
internal enum LostTick
{
    /// <summary>The disk is slower than the robots.</summary>
    NoRoom,

    /// <summary>The disk took nothing.</summary>
    NotWritten,

    /// <summary>Its observation's file was not as it was read any more.</summary>
    FileChanged,
}
