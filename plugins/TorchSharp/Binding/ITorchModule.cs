using PolicyGate.Abstractions;

namespace PolicyGate.TorchSharp.Binding;

/// <summary>A loaded TorchScript module.</summary>
internal interface ITorchModule : IDisposable
{
    /// <exception cref="TorchException">The method is not there, or does not take that many tensors.</exception>
    void Check(string method, int arguments);

    /// <summary>Keeps one method and makes it faster.</summary>
    /// <exception cref="TorchException">The module cannot be optimised like that.</exception>
    void Optimize(string method, TorchOptimization optimization);

    /// <summary>Binds a method to the host's memory.</summary>
    /// <exception cref="TorchException">The device has no room, or the like.</exception>
    ITorchCall Bind(TorchBindings bindings);

    /// <summary>Methods, arguments, parameters.</summary>
    IEnumerable<Finding> Describe();
}
