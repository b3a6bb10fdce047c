namespace PolicyGate.Gateway.Demo;

/// <summary>The folder of samples: a policy, and episodes recorded with it.</summary>
internal sealed record SampleFolder(string Path)
{
    private const string Name = "samples";
    private const string Sample = "reach";

    public string Policy => System.IO.Path.Combine(Path, "policies", Sample);

    public string Episodes => System.IO.Path.Combine(Path, "episodes", Sample);

    /// <summary>The one asked for, or the first of the usual places that has both.</summary>
    /// <param name="asked">Null to look: beside the configuration, here, and above the program.</param>
    /// <param name="configurationFile">Null where there is none.</param>
    /// <param name="workingFolder">Here.</param>
    /// <param name="programFolder">Where the program lies.</param>
    /// <param name="error">Where it was looked for, and how to name another.</param>
    /// <returns>Null where it is not there.</returns>
    public static SampleFolder? Find(
        string? asked, string? configurationFile, string workingFolder, string programFolder, out string error)
    {
        List<string> places = asked is not null
            ? [System.IO.Path.GetFullPath(asked, workingFolder)]
            : UsualPlaces(configurationFile, workingFolder, programFolder);
        error = "";
        foreach (string place in places)
        {
            var samples = new SampleFolder(place);
            if (Directory.Exists(samples.Policy) && Directory.Exists(samples.Episodes))
                return samples;
        }
        error = $"no samples (policies/{Sample} and episodes/{Sample}) in {string.Join(", ", places)}; "
            + "name their folder with --samples FOLDER, or run ./run in a checkout, which has them";
        return null;
    }

    private static List<string> UsualPlaces(string? configurationFile, string workingFolder, string programFolder)
    {
        var places = new List<string>();
        Add(System.IO.Path.GetDirectoryName(configurationFile));
        Add(workingFolder);
        for (string? above = programFolder.TrimEnd('/'); above is not null;
             above = System.IO.Path.GetDirectoryName(above))
        {
            if (Directory.Exists(System.IO.Path.Combine(above, Name)))
                Add(above);
        }
        return places;

        void Add(string? folder)
        {
            if (folder is not null && !places.Contains(System.IO.Path.Combine(folder, Name)))
                places.Add(System.IO.Path.Combine(folder, Name));
        }
    }
}
