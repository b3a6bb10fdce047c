namespace PolicyGate.Gateway.Configuration;

/// <summary>The text is a path; the binder makes it absolute, from the folder that its source is relative to.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PathSettingAttribute : Attribute;
