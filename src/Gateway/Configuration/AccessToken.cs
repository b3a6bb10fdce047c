using System.Security.Cryptography;
using System.Text;

namespace PolicyGate.Gateway.Configuration;

/// <summary>The secret that a change is asked with. Its text is kept nowhere.</summary>
internal sealed class AccessToken
{
    // 128 bits in hexadecimal digits: nobody guesses that, and so nobody is slowed down who tries.
    private const int LeastLetters = 32;
    private const int MostBytes = 4096;

    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly byte[] _digest;

    public AccessToken(string text) => _digest = DigestOf(text);

    /// <summary>Takes as long for a token that is nearly right as for any other.</summary>
    public bool Is(string text) => CryptographicOperations.FixedTimeEquals(DigestOf(text), _digest);

    /// <summary>Of a file's first line; null where no file is named, or it is no secret.</summary>
    public static AccessToken? Read(string key, string? path, ConfigurationErrors errors)
    {
        if (path is null)
            return null;
        try
        {
            using FileStream file = File.OpenRead(path);
            UnixFileMode mode = File.GetUnixFileMode(file.SafeFileHandle);
            if ((mode & OfOthers) != UnixFileMode.None)
            {
                errors.Add(key,
                    $"others than its owner may read or change {path}: expected mode 0600, found"
                    + $" {Convert.ToString((int)mode, 8).PadLeft(4, '0')}: chmod 600 {path}");
                return null;
            }
            Span<byte> bytes = stackalloc byte[MostBytes];
            bytes = bytes[..file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false)];
            string text = Encoding.UTF8.GetString(bytes).Split('\n')[0].Trim();
            if (text.Length >= LeastLetters && text.All(letter => letter is > ' ' and < '\x7f'))
                return new AccessToken(text);
            errors.Add(key,
                $"expected a token of {LeastLetters} letters and digits or more on the first line of {path}, as of"
                + " openssl rand -hex 32");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            errors.Add(key, $"{path} cannot be read: {fault.Message}");
        }
        return null;
    }

    private static byte[] DigestOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
