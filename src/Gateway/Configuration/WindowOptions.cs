namespace PolicyGate.Gateway.Configuration;

/// <summary>Which rows of a chunk are sent, as bound.</summary>
internal sealed class WindowOptions
{
    /// <summary>First row to send. 0; at least one row is always sent.</summary>
    public int Start { get; set; }

    /// <summary>Rows to send. All when absent.</summary>
    public int? Size { get; set; }
}
