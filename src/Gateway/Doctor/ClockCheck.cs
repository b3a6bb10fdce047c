using System.Runtime.InteropServices;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Doctor;

/// <summary>Whether the kernel's clock follows a time server, as the kernel itself says.</summary>
internal static class ClockCheck
{
    private const string Subject = "clock";

    public static void Run(Diagnosis diagnosis)
    {
        var status = default(ClockStatus);
        if (LibC.AdjTimeX(ref status) < 0)
            diagnosis.Tell(Subject, $"whether NTP sets it is not told here: {Marshal.GetLastPInvokeErrorMessage()}");
        else
            Judge(status, diagnosis);
    }

    public static void Judge(in ClockStatus status, Diagnosis diagnosis)
    {
        if ((status.Status & ClockStatus.Unsynchronised) == 0)
        {
            diagnosis.Good(Subject, $"set by NTP, at most {status.MaximumErrorMicroseconds / 1000.0:0.#} ms off");
            return;
        }
        diagnosis.Warn(
            Subject,
            "not set by NTP: for robots on other machines neither late rows nor a maximum age can be told",
            "sudo timedatectl set-ntp true, on the robot too; no need where both are one machine");
    }
}
