namespace PolicyGate.TorchSharp.Binding;

/// <summary>One way to reach libtorch. Which one is chosen when the plugin is compiled: TorchBinding.</summary>
internal interface ITorchBinding
{
    /// <summary>As <c>LibTorch</c>: the engine's name in what a recording says has run.</summary>
    string Name { get; }

    /// <summary>What is done to a module where nobody says.</summary>
    TorchOptimization UsualOptimization { get; }

    /// <summary>What is there; loads it at the first call.</summary>
    /// <exception cref="TorchException">It cannot be loaded: what was tried and what mends it.</exception>
    TorchEngine Engine();

    /// <summary>Sets the process's threads; null leaves a number as it is.</summary>
    /// <exception cref="TorchException">libtorch refuses.</exception>
    void SetThreads(int threads, int? interOpThreads);

    /// <param name="path">A TorchScript file.</param>
    /// <param name="device">As <c>cuda:1</c>.</param>
    /// <exception cref="TorchException">libtorch cannot read it; the message is its own.</exception>
    ITorchModule Load(string path, string device);
}
