using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.Linux;

/// <summary>Writes into a pipe whose reader may have stopped reading: a control loop cannot wait for it.</summary>
internal sealed class UnblockedPipe
{
    private readonly PipeStream _pipe;

    /// <param name="pipe">Its writing end, which nobody else writes to.</param>
    public UnblockedPipe(PipeStream pipe)
    {
        _pipe = pipe;
        if (LibC.FileControl(pipe.SafePipeHandle, LibC.F_SETFL, LibC.O_NONBLOCK) < 0)
            throw new IOException($"fcntl: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <returns>What hinders it; null where all of it is in the pipe.</returns>
    public unsafe string? Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                nint count = LibC.Write(_pipe.SafePipeHandle, start + done, (nuint)(bytes.Length - done));
                if (count >= 0)
                    done += (int)count;
                else if (Marshal.GetLastPInvokeError() is LibC.EAGAIN)
                    return "it does not read its standard input, which is full";
                else if (Marshal.GetLastPInvokeError() is not LibC.EINTR)
                    return $"its standard input cannot be written to: {Marshal.GetLastPInvokeErrorMessage()}";
            }
        }
        return null;
    }

    public void Close() => _pipe.Dispose();
}
