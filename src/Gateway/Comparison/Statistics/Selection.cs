namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>Order statistics without sorting: a bootstrap wants thousands of them.</summary>
internal static class Selection
{
    /// <summary>The mean of the two middle values where there is no middle one.</summary>
    /// <param name="values">At least one; put in another order.</param>
    public static double Median(Span<double> values)
    {
        int middle = values.Length / 2;
        double upper = Smallest(values, middle);
        if (values.Length % 2 == 1)
            return upper;
        // All before the middle are no larger than it: the largest of them is its neighbour.
        double lower = values[0];
        foreach (double value in values[..middle])
            lower = Math.Max(lower, value);
        return (lower + upper) / 2;
    }

    /// <summary>By nearest rank.</summary>
    /// <param name="values">At least one; put in another order.</param>
    /// <param name="percent">0 to 100.</param>
    public static double Percentile(Span<double> values, double percent) =>
        Smallest(values, Math.Max(0, (int)Math.Ceiling(percent / 100 * values.Length) - 1));

    /// <summary>The value that stands at an index when sorted; all before it are no larger, all behind no
    /// smaller.</summary>
    private static double Smallest(Span<double> values, int index)
    {
        int low = 0;
        int high = values.Length - 1;
        // Hoare's quickselect; the middle as pivot, since time series come half sorted.
        while (low < high)
        {
            double pivot = values[low + ((high - low) / 2)];
            int i = low;
            int j = high;
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (values[j] > pivot)
                    j--;
                if (i > j)
                    break;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }
            if (index <= j)
                high = j;
            else if (index >= i)
                low = i;
            else
                break;
        }
        return values[index];
    }
}
