using System.Text.Json;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>One request line, read; its memory is kept from tick to tick.</summary>
internal sealed class OpenArmRequest
{
    // As the kernel counts it, its closing NUL included. JSON writes one byte as six at most: \u0041.
    private const int PathBytes = LibC.PathMax;
    private const int EscapedPathBytes = 6 * PathBytes;

    private readonly CameraKeys[] _cameras;
    private readonly JsonReaderOptions _options;
    private byte[] _path = new byte[256];
    private int _pathBytes;
    private GatewayError? _error;

    public OpenArmRequest(ObservationNeeds needs, LimitsOptions limits)
    {
        _cameras = [.. needs.Cameras.Select(camera => new CameraKeys(camera))];
        _options = new JsonReaderOptions { MaxDepth = limits.RequestDepth };
        Sizes = new ImageSizes(_cameras.Length);
        History = new HistoryIndices(limits.ObservationRows);
    }

    public OpenArmRequestKind Kind { get; private set; }

    /// <summary>The observation file's path, UTF-8.</summary>
    public ReadOnlySpan<byte> DataPath => _path.AsSpan(0, _pathBytes);

    /// <summary>Whether an episode begins; false where the node sends nothing (before 1.1.0).</summary>
    public bool Reset { get; private set; }

    /// <summary>The observation's wall clock, nanoseconds since 1970; null where the metadata has none.</summary>
    public long? Timestamp { get; private set; }

    /// <summary>The pictures' sizes as the metadata has them.</summary>
    public ImageSizes Sizes { get; }

    /// <summary>Which moments the observation's rows are, as the metadata has them.</summary>
    public HistoryIndices History { get; }

    /// <param name="line">Changed in place where Python wrote what is no JSON.</param>
    /// <returns>Why it cannot be answered; null when it can.</returns>
    public GatewayError? Parse(Span<byte> line)
    {
        Clear();
        PythonJson.Mend(line);
        var reader = new Utf8JsonReader(line, _options);
        try
        {
            ReadRequest(ref reader);
        }
        catch (JsonException fault)
        {
            // The reader does not tell one from the other but in words.
            string tooDeep = reader.CurrentDepth + 1 < _options.MaxDepth
                ? ""
                : $", or is nested deeper than {_options.MaxDepth} (Limits:RequestDepth),";
            _error = new GatewayError(ErrorCode.InvalidArgument,
                $"the request is no JSON object{tooDeep} at byte {fault.BytePositionInLine}: {Start(line)}");
        }
        catch (InvalidOperationException)
        {
            // How the reader says that a string is no valid UTF-8 or UTF-16.
            _error = new GatewayError(ErrorCode.InvalidArgument,
                $"the request holds text that is not valid UTF-8 before byte {reader.BytesConsumed}");
        }
        return _error;
    }

    private static string Start(ReadOnlySpan<byte> line) => line.IsEmpty
        ? "the line is empty"
        : $"it begins with «{RequestJson.Shown(line)}»";

    private void Clear()
    {
        (Kind, _pathBytes, Reset, Timestamp, _error) = (OpenArmRequestKind.Inference, 0, false, null, null);
        Sizes.Clear();
        History.Clear();
    }

    private void ReadRequest(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            Refuse($"a request is a JSON object, this is {RequestJson.Name(reader.TokenType)}");
            return;
        }
        bool named = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
                named = ReadName(ref reader);
            else if (reader.ValueTextEquals("data_path"u8))
                ReadPath(ref reader);
            else if (reader.ValueTextEquals("reset"u8))
                Reset = RequestJson.ReadTrue(ref reader);
            else if (reader.ValueTextEquals("metadata"u8))
                ReadMetadata(ref reader);
            else if (reader.ValueTextEquals("ping"u8))
                Kind = RequestJson.ReadTrue(ref reader) ? OpenArmRequestKind.Ping : Kind;
            else if (reader.ValueTextEquals("transport"u8))
                ReadTransport(ref reader);
            else
                RequestJson.SkipValue(ref reader);
        }
        // Nothing may follow the object: two requests on one line would get one answer.
        while (reader.Read())
        {
        }
        if (Kind is OpenArmRequestKind.Ping)
            return;
        if (!named)
            Refuse("the request has no \"name\"; known are \"inference\" and {\"ping\":true}");
        else if (_pathBytes == 0)
            Refuse("the request has no \"data_path\": the path of the observation's Arrow file");
    }

    private bool ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.String || !reader.ValueTextEquals("inference"u8))
        {
            string found = reader.TokenType is JsonTokenType.String
                ? $"\"{RequestJson.Shown(reader.GetString()!)}\""
                : RequestJson.Name(reader.TokenType);
            Refuse($"the request's \"name\" is {found}; known is \"inference\"", ErrorCode.Unsupported);
        }
        return true;
    }

    private void ReadPath(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.String)
        {
            Refuse($"\"data_path\" must be a string, it is {RequestJson.Name(reader.TokenType)}");
            reader.Skip();
            return;
        }
        // Looked at before it is kept and shown: a path as long as the line would be repeated in answer and log.
        int escaped = reader.ValueSpan.Length;
        if (escaped <= EscapedPathBytes)
        {
            // Unescaping never makes a string longer.
            if (_path.Length < escaped)
                _path = new byte[escaped];
            _pathBytes = reader.CopyString(_path);
            if (_pathBytes < PathBytes)
                return;
        }
        Refuse($"\"data_path\" has over {PathBytes - 1} bytes, more than a path can have");
    }

    private void ReadTransport(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String)
        {
            Refuse(
                $"\"transport\" is \"{RequestJson.Shown(reader.GetString()!)}\";"
                + " this gateway reads Arrow files named by \"data_path\"",
                ErrorCode.Unsupported);
        }
        reader.Skip();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("timestamp"u8))
                Timestamp = RequestJson.ReadInteger(ref reader);
            else if (reader.ValueTextEquals("history_delta_indices"u8))
                ReadHistory(ref reader);
            else if (!ReadCamera(ref reader))
                RequestJson.SkipValue(ref reader);
        }
    }

    /// <summary>Text with commas as the observer sends it, or a list as Dora's metadata may hold.</summary>
    private void ReadHistory(ref Utf8JsonReader reader)
    {
        History.Clear();
        reader.Read();
        if (reader.TokenType is JsonTokenType.String)
        {
            // Nothing in numbers needs to be escaped.
            History.Parse(reader.ValueSpan);
            return;
        }
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            if (reader.TokenType is not JsonTokenType.Null)
                History.Break();
            reader.Skip();
            return;
        }
        bool whole = true;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out int index))
                History.Add(index);
            else
                whole = false;
            reader.Skip();
        }
        if (!whole)
            History.Break();
    }

    private bool ReadCamera(ref Utf8JsonReader reader)
    {
        for (int i = 0; i < _cameras.Length; i++)
        {
            CameraKeys keys = _cameras[i];
            if (reader.ValueTextEquals(keys.Height))
                Sizes[i].Height = ReadSide(ref reader);
            else if (reader.ValueTextEquals(keys.Width))
                Sizes[i].Width = ReadSide(ref reader);
            else if (reader.ValueTextEquals(keys.PixelFormat))
                ReadPixelFormat(ref reader, keys);
            else
                continue;
            return true;
        }
        return false;
    }

    /// <summary>
    /// A picture's colours the wrong way round make a policy err with confidence: better none than that.
    /// </summary>
    private void ReadPixelFormat(ref Utf8JsonReader reader, CameraKeys keys)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String && !reader.ValueTextEquals("rgb8"u8)
            && !reader.ValueTextEquals("None"u8) && !reader.ValueTextEquals(""u8))
        {
            Refuse(
                $"\"{keys.Column}.encoding\" is \"{RequestJson.Shown(reader.GetString()!)}\"; this gateway reads"
                + " \"rgb8\"",
                ErrorCode.Unsupported);
        }
        reader.Skip();
    }

    /// <returns>0, as if it were absent, for anything but a positive integer.</returns>
    private static int ReadSide(ref Utf8JsonReader reader) =>
        RequestJson.ReadInteger(ref reader) is > 0 and <= int.MaxValue and { } side ? (int)side : 0;

    /// <summary>
    /// Keeps the first reason; the rest of the line is still read, to know whether it is JSON at all.
    /// </summary>
    private void Refuse(string message, ErrorCode code = ErrorCode.InvalidArgument) =>
        _error ??= new GatewayError(code, message);
}
