namespace PolicyGate.Scripted;

/// <summary>Rows at moments of their own become rows at an even rate.</summary>
internal static class Resampling
{
    /// <summary>
    /// Linear between neighbours, from the first row to the last, which is the end whatever the rate makes of it.
    /// </summary>
    /// <param name="times">Seconds, rising.</param>
    /// <param name="values">As many rows.</param>
    /// <param name="width">Joints.</param>
    /// <param name="rateHz">Rows per second wanted.</param>
    public static float[] Linear(List<double> times, List<float> values, int width, double rateHz)
    {
        // A last interval that is 1e-6 of a row longer is the timestamps' rounding, not a row of its own.
        const double Rounding = 1e-6;
        int intervals = (int)Math.Ceiling(((times[^1] - times[0]) * rateHz) - Rounding);
        var even = new float[(intervals + 1) * width];
        int before = 0;
        for (int row = 0; row < intervals; row++)
        {
            double time = times[0] + (row / rateHz);
            while (times[before + 1] <= time)
                before++;
            double part = (time - times[before]) / (times[before + 1] - times[before]);
            for (int joint = 0; joint < width; joint++)
            {
                float from = values[(before * width) + joint], to = values[((before + 1) * width) + joint];
                even[(row * width) + joint] = (float)(from + (part * (to - from)));
            }
        }
        values.CopyTo(values.Count - width, even, intervals * width, width);
        return even;
    }
}
