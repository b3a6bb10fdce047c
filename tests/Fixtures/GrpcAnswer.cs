using PolicyGate.Formats.Grpc;

namespace PolicyGate.Tests.Fixtures;

/// <summary>How a call went for its client.</summary>
/// <param name="Status">Code and decoded message.</param>
/// <param name="Message">The answer; null where none came.</param>
/// <param name="IsTrailersOnly">Whether the status came without an answer's headers before it.</param>
internal sealed record GrpcAnswer(GrpcStatus Status, byte[]? Message, bool IsTrailersOnly)
{
    public GrpcStatusCode Code => Status.Code;

    /// <summary>The answer of a call that must have gone well.</summary>
    public byte[] Good()
    {
        Status.ShouldBe(GrpcStatus.Ok);
        return Message.ShouldNotBeNull();
    }
}
