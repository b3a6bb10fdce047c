namespace PolicyGate.Gateway.Limits;

/// <summary>Everything that a peer or a backend can drive has its limit here, each default with its reason.</summary>
internal sealed class LimitsOptions
{
    /// <summary>
    /// Robots connected at once to one wire. 256: a lab has tens; each costs a thread and its buffers. As many again
    /// are told that there is no place, the rest find the connection closed.
    /// </summary>
    public int Connections { get; set; } = 256;

    /// <summary>
    /// Bytes of one request line. 1 MiB: the stock node's longest is under 2 KiB, metadata may hold more.
    /// </summary>
    public int RequestLineBytes { get; set; } = 1 << 20;

    /// <summary>Nesting of a request's JSON. 32: the stock node's is 2.</summary>
    public int RequestDepth { get; set; } = 32;

    /// <summary>
    /// Bytes of one observation, as a file or as a message, and of what is decompressed of it. 256 MiB: five cameras of
    /// 1080×1920 with a history of 8 are 249 MB.
    /// </summary>
    public long ObservationBytes { get; set; } = 256L << 20;

    /// <summary>
    /// Bytes of all robots' pictures that cannot be read where they lie: compressed ones. 1 GiB: 129 robots' at once
    /// with three cameras of 720×1280, and each has them for some milliseconds.
    /// </summary>
    public long PictureBytes { get; set; } = 1L << 30;

    /// <summary>
    /// Bytes of Arrow metadata (schema, footer, batch) together. 1 MiB: the stock observer's are under 8 KiB.
    /// </summary>
    public int ArrowMetadataBytes { get; set; } = 1 << 20;

    /// <summary>Arrow columns, nested ones counted. 1024: the stock observer writes 14.</summary>
    public int ArrowColumns { get; set; } = 1024;

    /// <summary>Nesting of Arrow columns. 16: the stock observer's is 2.</summary>
    public int ArrowDepth { get; set; } = 16;

    /// <summary>Arrow record batches. 1024: the stock observer writes one.</summary>
    public int ArrowBatches { get; set; } = 1024;

    /// <summary>
    /// Opcodes of one pickle, those in torch's bytes counted. 65536: a stock observation has 120 to 440, fifty actions
    /// of sixteen joints 4782; each costs under 100 bytes, 6 MB in all.
    /// </summary>
    public int PickleOpcodes { get; set; } = 65_536;

    /// <summary>Containers in each other, and open marks, in a pickle. 32: stock messages have up to 5.</summary>
    public int PickleDepth { get; set; } = 32;

    /// <summary>Values that one pickle numbers to refer to. 65536: stock messages have up to 516.</summary>
    public int PickleMemoEntries { get; set; } = 65_536;

    /// <summary>Rows of one observation. 1024: histories asked for so far have at most 64.</summary>
    public int ObservationRows { get; set; } = 1024;

    /// <summary>
    /// Positions in one observation. 256: two arms with grippers are 16, a humanoid with hands under 100.
    /// </summary>
    public int Positions { get; set; } = 256;

    /// <summary>Pixels along a picture's longer side. 8192: twice 4K; a resize's tables grow with it.</summary>
    public int PictureSide { get; set; } = 8192;

    /// <summary>Bytes of a task prompt. 16 KiB: language models that drive robots take a few hundred tokens.</summary>
    public int TaskBytes { get; set; } = 16 << 10;

    /// <summary>
    /// Bytes of <c>policy.json</c>. 4 MiB: statistics of two arms take 20 KiB, those of a picture's pixels, which are
    /// refused by name, a few MiB.
    /// </summary>
    public int PolicyJsonBytes { get; set; } = 4 << 20;

    /// <summary>
    /// Steps of the past that one input of a policy sees. 64: policies trained so far see 2 to 16.
    /// </summary>
    public int HistorySteps { get; set; } = 64;

    /// <summary>
    /// Bytes of one of a model's inputs or outputs. 256 MiB: eight steps of 1080×1920 in float32 are 199 MB.
    /// </summary>
    public int TensorBytes { get; set; } = 256 << 20;

    /// <summary>Rows of an action chunk. 1024: 34 s at 30 Hz, far beyond any horizon trained so far.</summary>
    public int ChunkRows { get; set; } = 1024;

    /// <summary>
    /// Log lines at once about one robot's failures, and one more each second. 10: enough to tell what goes wrong, too
    /// few to fill a disk.
    /// </summary>
    public int RobotLogLines { get; set; } = 10;

    /// <summary>
    /// How long a tick may wait for a free inference. 1 s: by then the robot has newer things to show.
    /// </summary>
    public TimeSpan QueueTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long one inference may take before its tick fails. 10 s: the largest policies take under one.
    /// </summary>
    public TimeSpan InferenceTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a policy's first run may take. 2 min: engines compile kernels then, before any robot is served.
    /// </summary>
    public TimeSpan WarmUpTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long an answer may block on a robot that does not read. 5 s: an answer fits a socket's buffer.
    /// </summary>
    public TimeSpan WriteTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long each of loads, ticks and policies under way may take to end at shutdown. 3 s: they are waited for one
    /// after the other, and supervisors commonly kill after 10.
    /// </summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(3);
}
