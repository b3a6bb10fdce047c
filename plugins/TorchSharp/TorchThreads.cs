using PolicyGate.Abstractions;
using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp;

/// <summary>One policy's share in libtorch's threads, whose number is the whole process's.</summary>
/// <remarks>
/// The first policy decides, until the last one is gone. Another that insists on another number is refused: to give it its
/// way would change the timing of a robot that is being served.
/// </remarks>
internal sealed class TorchThreads : IDisposable
{
    private static readonly Lock Gate = new();
    private static int _policies;
    private static int _threads;
    private static int? _interOpThreads;

    private bool _disposed;

    private TorchThreads(int threads) => Threads = threads;

    /// <summary>That share one operator.</summary>
    public int Threads { get; }

    /// <exception cref="PolicyLoadException">Another policy runs with another number.</exception>
    /// <exception cref="TorchException">libtorch refuses.</exception>
    public static TorchThreads Share(ITorchBinding binding, TorchOptions options, string modelPath)
    {
        lock (Gate)
        {
            if (_policies == 0)
                _threads = options.Threads ?? UsualFor(modelPath);
            if (options.Threads is { } wanted && wanted != _threads)
            {
                throw new PolicyLoadException(
                    $"Threads is {wanted}, but a policy that is loaded already runs with {_threads}, and libtorch has one"
                    + " number for the whole process; give both the same, or run one with \"Isolation\": \"Process\"");
            }
            if (options.InterOpThreads is { } between && between == _interOpThreads)
                options = options with { InterOpThreads = null };
            binding.SetThreads(_threads, options.InterOpThreads);
            _interOpThreads = options.InterOpThreads ?? _interOpThreads;
            _policies++;
            return new TorchThreads(_threads);
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _policies--;
        }
    }

    /// <summary>One up to 16 MiB of model, else one for every second processor.</summary>
    /// <remarks>
    /// libtorch's threads spin while they wait for each other. Where the processors are busy with other things that costs
    /// more than it brings: on four with three times as much to do, a network of 138 MB took 1.7 s with one thread and 5 s
    /// with two. A robot's processors carry its control loop and its cameras too.
    /// </remarks>
    private static int UsualFor(string modelPath)
    {
        const long Small = 16 << 20;
        return new FileInfo(modelPath).Length <= Small ? 1 : Math.Max(1, Environment.ProcessorCount / 2);
    }
}
