using System.Net.Sockets;
using System.Text.Json;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Health;

/// <summary>Asks a gateway of this machine, or of this container, how it is.</summary>
internal static class HealthQuestion
{
    private const int ContainersFirst = 1;

    // Thousands of policies.
    private const int MaximumBytes = 1 << 20;

    /// <summary>For all of it: an answer takes less than a millisecond.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The process to ask where none is named: number 1, else the only one of this user's.</summary>
    /// <param name="process">0 where an error is returned.</param>
    /// <param name="option">By which one is named, for the message where there are several.</param>
    public static GatewayError? Find(out int process, string option = "--pid")
    {
        IReadOnlyList<int> there = HealthName.Processes();
        process = ContainersFirst;
        if (there.Contains(ContainersFirst))
            return null;
        int[] own = [.. there.Where(IsOwn)];
        process = own.Length == 1 ? own[0] : 0;
        return own.Length switch
        {
            1 => null,
            0 => new GatewayError(ErrorCode.NotFound, "no 'policygate serve' of this user runs here"),
            _ => new GatewayError(ErrorCode.InvalidArgument,
                $"{own.Length} gateways run here, processes {string.Join(", ", own)}; name one: {option} {own[0]}"),
        };
    }

    public static GatewayError? Ask(int process, TimeProvider time, out GatewayHealth? health)
    {
        health = null;
        try
        {
            using Socket socket = Connect(process);
            // A stranger may have taken the name before; the number is the kernel's word.
            int found = PeerCredentials.Of(socket).Process;
            if (found != process)
                return Unavailable(process, $"has its socket taken by process {found}");
            byte[] answer = ReadAll(socket, time);
            if (answer.Length == 0)
                return Unavailable(process, "answers its own user and root alone");
            health = JsonSerializer.Deserialize(answer, HealthJson.Default.GatewayHealth);
            return health is null ? Unavailable(process, "answered nonsense") : null;
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return Unavailable(process, "is no 'policygate serve', or not yet");
        }
        catch (SocketException)
        {
            return Unavailable(process, $"did not answer within {Limit.TotalSeconds:0} s");
        }
        catch (JsonException nonsense)
        {
            return Unavailable(process, $"answered nonsense: {nonsense.Message}");
        }
    }

    private static bool IsOwn(int process)
    {
        try
        {
            using Socket socket = Connect(process);
            PeerCredentials peer = PeerCredentials.Of(socket);
            uint user = LibC.GetEffectiveUserId();
            return peer.Process == process && (user == 0 || peer.User == user);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Socket Connect(int process)
    {
        int limit = (int)Limit.TotalMilliseconds;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            SendTimeout = limit,
            ReceiveTimeout = limit,
        };
        try
        {
            socket.Connect(HealthName.Of(process));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static byte[] ReadAll(Socket socket, TimeProvider time)
    {
        long begun = time.GetTimestamp();
        var answer = new MemoryStream();
        Span<byte> part = stackalloc byte[4096];
        while (answer.Length < MaximumBytes)
        {
            int count = socket.Receive(part);
            if (count == 0)
                break;
            if (time.GetElapsedTime(begun) > Limit)
                throw new SocketException((int)SocketError.TimedOut);
            answer.Write(part[..count]);
        }
        return answer.ToArray();
    }

    private static GatewayError Unavailable(int process, string why) =>
        new(ErrorCode.Unavailable, $"process {process} {why}");
}
