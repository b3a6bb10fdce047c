namespace PolicyGate.Gateway.Binding;

/// <summary>Optional, on an inference that another process runs: it is woken while the last inputs are filled in, and
/// not when they are.</summary>
internal interface IAnnouncedInference
{
    void Announce();
}
