namespace PolicyGate.Gateway.Limits;

/// <summary>Everything that a peer or a backend can drive has its limit here, each default with its reason.</summary>
internal sealed partial class LimitsOptions
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
    /// Calls open at once on one gRPC connection. 100: the stock client has two, but 30 a second that are cut while
    /// they still send linger for five seconds each.
    /// </summary>
    public int GrpcCalls { get; set; } = 100;

    /// <summary>
    /// Bytes of one gRPC call's headers. 16 KiB: the stock client's are under 512, metadata may hold more.
    /// </summary>
    public int GrpcHeaderBytes { get; set; } = 16 << 10;

    /// <summary>
    /// Bytes that one gRPC connection may send ahead of what is read. 1 MiB: at 1 Gbit/s it lasts 8 ms, longer than any
    /// local network's round trip. At least 65535, as HTTP/2 has it.
    /// </summary>
    public int GrpcWindowBytes { get; set; } = 1 << 20;

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
    /// Bytes of all LeRobot robots' observations together, from their first byte to their answer; one robot has a
    /// quarter at most. 1 GiB: 128 robots with three cameras of 720×1280, one observation each.
    /// </summary>
    public long MessageBytes { get; set; } = 1L << 30;

    /// <summary>
    /// Bytes of a LeRobot robot's instructions. 1 MiB: those of two arms with five cameras are under 2 KiB.
    /// </summary>
    public int InstructionBytes { get; set; } = 1 << 20;

    /// <summary>
    /// Policies that robots have had loaded by path. 8: each holds a model's memory until the gateway ends.
    /// </summary>
    public int LoadedFolders { get; set; } = 8;

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
    /// Bytes of <c>policy.json</c>, or of one of the JSON files of a LeRobot checkpoint. 4 MiB: statistics of two arms
    /// take 20 KiB, those of a picture's pixels, which are refused by name, a few MiB.
    /// </summary>
    public int PolicyJsonBytes { get; set; } = 4 << 20;

    /// <summary>
    /// Bytes of a safetensors file's header. 16 MiB: a tensor takes some 100 bytes, the largest policies have a few
    /// thousand tensors.
    /// </summary>
    public int SafetensorsHeaderBytes { get; set; } = 16 << 20;

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
    /// How long a tick may wait for a free inference, and then for its run to begin. 1 s: by then the robot has newer
    /// things to show.
    /// </summary>
    public TimeSpan QueueTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest deadline that a policy's runs may have, and that of a policy which cannot keep two control
    /// intervals. 10 s: the largest policies take under one.
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
    /// How long the messages of one gRPC call may take to come, and a new connection to make its first call. 30 s: the
    /// largest observations over a slow radio link.
    /// </summary>
    public TimeSpan RequestTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a gRPC connection may be silent before it is asked whether it still lives. 10 s: a robot that has lost
    /// its link is known soon, and a paused one costs a packet now and then. From a second on.
    /// </summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the answer to that may take before the connection is closed. 20 s: radio links are out for some
    /// seconds. From a second on.
    /// </summary>
    public TimeSpan PingTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a worker process may take to load its policy. 10 min: engines that are built for the device they find
    /// take minutes.
    /// </summary>
    public TimeSpan WorkerLoadTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a worker process has after its run's deadline before it is killed. 250 ms: one that was only held up
    /// answers by then, and to load it again would take seconds.
    /// </summary>
    public TimeSpan WorkerGraceTime { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long a worker process that has nothing to do may be silent before it is killed. 1 s: a spare that hangs is
    /// known before it is needed, and a busy machine's pauses are shorter.
    /// </summary>
    public TimeSpan WorkerSilence { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Worker processes of a policy that may die with no good answer between before it is given up. 5: what they die of
    /// then is no accident.
    /// </summary>
    public int WorkerDeaths { get; set; } = 5;

    /// <summary>
    /// Log lines at once from one worker process, and one more each second. 100: a load with every detail, too few to
    /// fill a disk.
    /// </summary>
    public int WorkerLogLines { get; set; } = 100;

    /// <summary>
    /// Ticks that wait to be recorded; each keeps its observation's file open. 256: eight seconds of a robot at 30 Hz,
    /// longer than a disk's pauses, and a quarter of the files that a process may commonly have open.
    /// </summary>
    public int RecordingQueueTicks { get; set; } = 256;

    /// <summary>
    /// Bytes of the ticks that wait to be recorded, their observations' files included: those may lie in memory, and
    /// lie there until they are copied. 512 MiB: two seconds of five cameras of 600×960 at 30 Hz.
    /// </summary>
    public long RecordingQueueBytes { get; set; } = 512L << 20;

    /// <summary>
    /// Bytes of one segment of a recording, after which the next begins; also how much goes at once when the oldest are
    /// removed. 256 MiB: forty seconds of three cameras of 120×192 at 30 Hz.
    /// </summary>
    public long RecordingSegmentBytes { get; set; } = 256L << 20;

    /// <summary>
    /// Bytes of all recordings in their folder, after which the oldest segments are removed. 32 GiB: an hour and a half
    /// of three cameras of 120×192 at 30 Hz.
    /// </summary>
    public long RecordingBytes { get; set; } = 32L << 30;

    /// <summary>
    /// Age at which a recording's segments are removed. 30 days: long enough to look into what went wrong, and pictures
    /// of where people work are not kept for ever.
    /// </summary>
    public TimeSpan RecordingAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Robots that one shadow looks at, the first that come; others it does not see. 32: each costs what the shadow's
    /// policy remembers of a robot, and what is compared is the same with more.
    /// </summary>
    public int ShadowRobots { get; set; } = 32;

    /// <summary>
    /// Bytes of the ticks that all shadows are at, their observations' files included; and as many again for messages
    /// that are read for them. 256 MiB: one tick each of ten shadows with nine cameras of 720×1280.
    /// </summary>
    public long ShadowBytes { get; set; } = 256L << 20;

    /// <summary>
    /// Percent of the machine's processors that must be idle for a shadow to run; 0 to run in any case. 10: on four
    /// processors less than half of one, and what a robot needs next would wait.
    /// </summary>
    public int ShadowSparePercent { get; set; } = 10;

    /// <summary>
    /// How long each of loads, ticks and policies under way may take to end at shutdown. 3 s: they are waited for one
    /// after the other, and supervisors commonly kill after 10.
    /// </summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(3);
}
