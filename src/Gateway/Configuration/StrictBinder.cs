using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace PolicyGate.Gateway.Configuration;

/// <summary>Fills options from configuration and reports every key and value that does not fit.</summary>
/// <remarks>
/// Microsoft's binder stops at the first error and passes over most; docs/decisions/0005-configuration.md.
/// </remarks>
/// <param name="baseFolder">Of a key: the folder that a relative path there is relative to.</param>
/// <param name="errors">Receives what does not fit.</param>
internal sealed class StrictBinder(Func<string, string> baseFolder, ConfigurationErrors errors)
{
    /// <summary>Sets the properties that the section names; the others keep their defaults.</summary>
    public void Bind(IConfiguration section, object target)
    {
        PropertyInfo[] properties = target.GetType().GetProperties();
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo? property = Array.Find(
                properties, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                errors.AddUnknown(child.Path, "unknown key", child.Key, properties.Select(p => p.Name));
            else
                BindProperty(child, target, property);
        }
    }

    private void BindProperty(IConfigurationSection section, object target, PropertyInfo property)
    {
        bool isPath = property.IsDefined(typeof(PathSettingAttribute));
        object? value = Read(section, property.PropertyType, property.GetValue(target), isPath);
        if (value is not null && property.CanWrite)
            property.SetValue(target, value);
    }

    /// <summary>The value of the type, or null where there is none or it is wrong, which is reported.</summary>
    private object? Read(IConfigurationSection section, Type type, object? existing, bool isPath)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(IConfigurationSection))
            return section;
        if (Scalar.Is(type))
            return ReadScalar(section, type, isPath);

        // An empty list or section arrives as an empty text, a JSON null as none at all.
        if (!string.IsNullOrEmpty(section.Value))
        {
            string expected = typeof(IList).IsAssignableFrom(type) ? "a list" : "a section";
            errors.Add(section.Path, $"expected {expected}, found '{section.Value}'");
            return null;
        }
        bool isNull = section.Value is null && !section.GetChildren().Any();
        if (isNull && typeof(IList).IsAssignableFrom(type))
            return null;
        object value = existing ?? Activator.CreateInstance(type)!;
        if (value is IList list)
            ReadList(section, list, type.GenericTypeArguments[0], isPath);
        else if (value is IDictionary dictionary)
            ReadDictionary(section, dictionary, type.GenericTypeArguments[1]);
        else
            Bind(section, value);
        return value;
    }

    private object? ReadScalar(IConfigurationSection section, Type type, bool isPath)
    {
        if (section.GetChildren().Any())
        {
            errors.Add(section.Path, $"expected {Scalar.Describe(type)}, found a list or section");
            return null;
        }
        if (section.Value is not string text)
            return null;
        if (isPath)
            return ReadPath(section.Path, text);
        object? value = Scalar.Parse(type, text);
        if (value is null)
            errors.Add(section.Path, $"expected {Scalar.Describe(type)}, found '{text}'");
        return value;
    }

    private string? ReadPath(string key, string text)
    {
        if (text.Length > 0 && !text.Contains('\0'))
            return Path.GetFullPath(text, baseFolder(key));
        errors.Add(key, text.Length == 0 ? "expected a path, found nothing" : "a path cannot hold a zero byte");
        return null;
    }

    private void ReadList(IConfigurationSection section, IList list, Type element, bool isPath)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!int.TryParse(child.Key, out int index) || index != list.Count)
            {
                errors.Add(child.Path, $"expected index {list.Count} of a list, found '{child.Key}'");
                continue;
            }
            object? value = Read(child, element, existing: null, isPath);
            // A wrong element is reported; its place is kept, so that those after it keep their index.
            list.Add(value ?? (element.IsValueType ? Activator.CreateInstance(element) : null));
            if (value is null)
                errors.Add(child.Path, $"expected {Scalar.Describe(element)}, found nothing");
        }
    }

    private void ReadDictionary(IConfigurationSection section, IDictionary dictionary, Type element)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (Read(child, element, existing: null, isPath: false) is object value)
                dictionary.Add(child.Key, value);
        }
    }
}
