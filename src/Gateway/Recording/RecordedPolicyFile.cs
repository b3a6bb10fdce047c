namespace PolicyGate.Gateway.Recording;

/// <param name="Path">In the policy folder.</param>
/// <param name="Bytes">Of the file.</param>
/// <param name="Sha256">Of its content, hexadecimal.</param>
internal sealed record RecordedPolicyFile(string Path, long Bytes, string Sha256);
