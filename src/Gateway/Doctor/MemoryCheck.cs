using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Doctor;

/// <summary>The memory, and the part of it that observations pass through.</summary>
internal static class MemoryCheck
{
    public const string SharedMemory = "/dev/shm";

    /// <summary>
    /// The stock node keeps the newest five files; five cameras of 720x1280 and 600x960 are 10 MB each time. Docker's
    /// default of 64 MiB is just enough for one such robot and nothing else.
    /// </summary>
    private const long EnoughBytes = 128L << 20;

    public static void Run(string sharedMemory, Diagnosis diagnosis)
    {
        diagnosis.Good("memory", $"{Megabytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} for this process");
        CheckShared(sharedMemory, diagnosis);
    }

    public static void CheckShared(string folder, Diagnosis diagnosis)
    {
        if (!Directory.Exists(folder))
        {
            diagnosis.Warn(
                folder, "is not there; the stock OpenArm nodes write observations there",
                $"mount it: sudo mount -t tmpfs -o size=1g tmpfs {folder}");
            return;
        }
        if (LibC.Access(folder, LibC.X_OK | LibC.R_OK) != 0)
        {
            diagnosis.Hinder(
                folder, "cannot be searched by this user: no observation there can be read",
                $"sudo chmod 1777 {folder}");
            return;
        }
        CheckSize(folder, new DriveInfo(folder).AvailableFreeSpace, diagnosis);
        if (LibC.Access(folder, LibC.W_OK) != 0)
        {
            diagnosis.Tell(
                folder, "cannot be written to by this user: a socket in it must be made by the robot's node",
                "as it should be in the robot's container; else sudo chmod 1777 " + folder);
        }
    }

    public static void CheckSize(string folder, long free, Diagnosis diagnosis)
    {
        if (free >= EnoughBytes)
        {
            diagnosis.Good(folder, $"{Megabytes(free)} free");
            return;
        }
        diagnosis.Warn(
            folder, $"{Megabytes(free)} free; a robot with five cameras keeps about 50 MB there",
            "remove what is left over in it, or make it larger: docker run --shm-size=1g, or"
            + $" sudo mount -o remount,size=1g {folder}");
    }

    private static string Megabytes(long bytes) => $"{bytes >> 20} MiB";
}
