using System.Net.Sockets;
using System.Runtime.InteropServices;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>Tells when the other side of a socket has closed it, whatever this side is busy with.</summary>
/// <remarks>On a thread that the kernel wakes; one that has only ended sending has not gone.</remarks>
internal sealed class HangUpWatch : IDisposable
{
    private const int StackBytes = 128 << 10;

    // How late the watch itself ends.
    private const int LookMilliseconds = 500;

    private readonly TaskCompletionSource _hungUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SafeHandle _socket;
    private volatile bool _done;

    public HangUpWatch(Socket socket)
    {
        _socket = socket.SafeHandle;
        new Thread(Watch, StackBytes) { Name = "hang-up watch", IsBackground = true }.Start();
    }

    /// <summary>Completes when the other side has gone, or this side has closed the socket.</summary>
    public Task HungUp => _hungUp.Task;

    public void Dispose() => _done = true;

    private void Watch()
    {
        bool held = false;
        try
        {
            // While it is held its number is no other file's.
            _socket.DangerousAddRef(ref held);
            while (!_done && !_socket.IsClosed && !IsHungUp())
            {
            }
        }
        catch (ObjectDisposedException)
        {
            // Closed before the watch began.
        }
        finally
        {
            if (held)
                _socket.DangerousRelease();
        }
        _hungUp.TrySetResult();
    }

    private unsafe bool IsHungUp()
    {
        var polled = new PolledDescriptor { Descriptor = (int)_socket.DangerousGetHandle() };
        return LibC.Poll(&polled, 1, LookMilliseconds) > 0 && polled.Found != 0;
    }
}
