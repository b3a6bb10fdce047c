using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Recording;

/// <summary>
/// Keeps <c>recording.json</c>: routes are added as they come, and their policies' files read in passing.
/// </summary>
/// <remarks>A policy may have gigabytes: they are hashed block by block, while there is no tick to write.</remarks>
internal sealed class ManifestWriter(RunFolder folder, RecordingManifest first, ILogger logger)
{
    private const int BlockBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<RecordedRoute> _new = new();
    private RecordingManifest _manifest = first;
    private readonly Queue<int> _unhashed = new();
    private IEnumerator<bool>? _hashing;

    /// <summary>From any thread: a route that is recorded from now on.</summary>
    public void Add(RecordedRoute route)
    {
        lock (_gate)
            _new.Enqueue(route);
    }

    /// <summary>Writes it as it is now.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Write() => ManifestFile.Write(folder.Path, _manifest);

    /// <summary>For the recorder's thread: routes that are new are in it before their first tick.</summary>
    public void TakeNew()
    {
        lock (_gate)
        {
            if (_new.Count == 0)
                return;
            int next = _manifest.Routes.Count;
            _manifest = _manifest with { Routes = [.. _manifest.Routes, .. _new] };
            for (; next < _manifest.Routes.Count; next++)
            {
                if (_manifest.Routes[next].KnowsPolicy)
                    _unhashed.Enqueue(next);
            }
            _new.Clear();
        }
        Write();
    }

    /// <summary>For the recorder's thread: a little work.</summary>
    /// <returns>False where there is none.</returns>
    public bool Step()
    {
        if (_hashing is null)
        {
            if (!_unhashed.TryDequeue(out int next))
                return false;
            _hashing = Hash(next).GetEnumerator();
        }
        try
        {
            if (_hashing.MoveNext())
                return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotHashed(logger, folder.Path, failure.Message);
        }
        _hashing.Dispose();
        _hashing = null;
        return _unhashed.Count > 0;
    }

    private IEnumerable<bool> Hash(int route)
    {
        RecordedRoute hashed = _manifest.Routes[route];
        var files = new List<RecordedPolicyFile>();
        byte[] block = new byte[BlockBytes];
        foreach (string file in List(hashed.Folder))
        {
            using FileStream? content = Open(Path.Combine(hashed.Folder, file));
            if (content is null)
                continue;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int read;
            while ((read = content.Read(block)) > 0)
            {
                hash.AppendData(block, 0, read);
                yield return true;
            }
            files.Add(new RecordedPolicyFile(file, content.Length, Convert.ToHexStringLower(hash.GetHashAndReset())));
        }
        RecordedRoute[] routes = [.. _manifest.Routes];
        routes[route] = hashed with { Files = files };
        _manifest = _manifest with { Routes = routes };
        Write();
    }

    private string[] List(string policy)
    {
        try
        {
            return FolderDigest.Files(policy);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotHashed(logger, policy, failure.Message);
            return [];
        }
    }

    private FileStream? Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotHashed(logger, file, failure.Message);
            return null;
        }
    }
}
