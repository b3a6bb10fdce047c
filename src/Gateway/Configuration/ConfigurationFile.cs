using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace PolicyGate.Gateway.Configuration;

/// <summary>Finds and reads <c>appsettings.json</c>.</summary>
internal static class ConfigurationFile
{
    public const string FileName = "appsettings.json";

    /// <summary>Names a file for when there is none in the working folder; what <c>./run</c> sets.</summary>
    public const string EnvironmentVariable = "POLICYGATE_CONFIG";

    /// <summary>
    /// The file that was asked for, or the first that is there of the usual ones; null where there is none.
    /// </summary>
    public static string? Find(ConfigurationRequest request)
    {
        if (request.File is string asked)
            return Path.GetFullPath(asked, request.WorkingFolder);
        string here = Path.Combine(request.WorkingFolder, FileName);
        if (File.Exists(here))
            return here;
        if (request.Environment.TryGetValue(EnvironmentVariable, out string? named) && named.Length > 0)
            return Path.GetFullPath(named, request.WorkingFolder);
        string beside = Path.Combine(request.ProgramFolder, FileName);
        return File.Exists(beside) ? beside : null;
    }

    /// <summary>Its values by full key; null where it cannot be read at all, which is reported.</summary>
    public static Dictionary<string, string?>? Read(string file, ConfigurationErrors errors)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            IConfigurationRoot json = new ConfigurationBuilder().AddJsonStream(stream).Build();
            var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            foreach ((string key, string? value) in json.AsEnumerable())
            {
                // Sections are listed too, without a value; only JSON's own null says something.
                if (value is not null || !json.GetSection(key).GetChildren().Any())
                    values.Add(key, value);
            }
            return values;
        }
        catch (JsonException malformed)
        {
            // Counted from 0, where editors count from 1; the position is repeated in the message.
            string message = malformed.Message.Split(" LineNumber:")[0];
            string place = $"line {malformed.LineNumber + 1}, column {malformed.BytePositionInLine + 1}";
            errors.Add("", $"{file}: {place}: not JSON: {message}");
        }
        catch (FormatException malformed)
        {
            errors.Add("", $"{file}: {malformed.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add("", $"cannot read the configuration: {failure.Message}");
        }
        return null;
    }
}
