using System.Globalization;
using PolicyGate.Formats.Arrow;

namespace PolicyGate.Gateway.Recording;

/// <summary>The columns of a segment, as docs/recording.md has them, by their places.</summary>
internal static class RecordingColumns
{
    public const int Session = 0;
    public const int Tick = 1;
    public const int Route = 2;
    public const int WallClock = 3;
    public const int Wire = 4;
    public const int BeginsEpisode = 5;
    public const int Request = 6;
    public const int Observation = 7;
    public const int Reply = 8;
    public const int Run = 9;
    public const int Raw = 10;
    public const int Chunk = 11;
    public const int Interval = 12;
    public const int Outcome = 13;
    public const int Reason = 14;
    public const int Error = 15;
    public const int LateRows = 16;
    public const int LimitedRows = 17;
    public const int Asked = 18;
    public const int Ran = 19;
    public const int RanWallClock = 20;
    public const int FirstTiming = 21;

    /// <summary>Of the schema's metadata: <see cref="RecordingManifest.Current"/>.</summary>
    public const string FormatKey = "policygate.recording.format";

    /// <summary>Of the schema's metadata: values of a row of <c>raw</c> and <c>chunk</c>.</summary>
    public const string WidthKey = "policygate.recording.width";

    /// <param name="rawValues">Of the model's chunk.</param>
    public static IReadOnlyList<ArrowColumnType> Of(int rawValues) =>
    [
        ArrowColumnType.Text("session"),
        ArrowColumnType.Int64("tick"),
        ArrowColumnType.Text("route"),
        ArrowColumnType.Int64("t_ns"),
        ArrowColumnType.Text("wire"),
        ArrowColumnType.Bool("begins_episode"),
        ArrowColumnType.LargeBinary("request"),
        ArrowColumnType.LargeBinary("observation", nullable: true),
        ArrowColumnType.LargeBinary("reply", nullable: true),
        ArrowColumnType.Int64("run", nullable: true),
        ArrowColumnType.Floats("raw", rawValues),
        ArrowColumnType.Floats("chunk"),
        ArrowColumnType.Int64("interval_ns", nullable: true),
        ArrowColumnType.Text("outcome"),
        ArrowColumnType.Text("reason", nullable: true),
        ArrowColumnType.Text("error", nullable: true),
        ArrowColumnType.Int32("late_rows"),
        ArrowColumnType.Int32("limited_rows"),
        ArrowColumnType.Int64("asked_ns"),
        ArrowColumnType.Int64("ran_ns"),
        ArrowColumnType.Int64("ran_utc_ns"),
        .. TimingColumns.Names.Select(name => ArrowColumnType.Int64(name)),
    ];

    /// <param name="width">Values of a row.</param>
    public static IReadOnlyDictionary<string, string> MetadataOf(int width) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [FormatKey] = RecordingManifest.Current.ToString(CultureInfo.InvariantCulture),
            [WidthKey] = width.ToString(CultureInfo.InvariantCulture),
        };
}
