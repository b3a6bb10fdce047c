using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace PolicyGate.Tests.Abstractions;

/// <summary>An assembly's public types and members as text, in one order everywhere.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.Public | BindingFlags.NonPublic;

    public static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(type.FullName).Append(Parents(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return "struct";
        if (type.IsAbstract && type.IsSealed)
            return "static class";
        return type.IsSealed ? "sealed class" : type.IsAbstract ? "abstract class" : "class";
    }

    private static string Parents(Type type)
    {
        IEnumerable<Type> parents = type.GetInterfaces().OrderBy(i => i.Name, StringComparer.Ordinal);
        if (type is { IsValueType: false, BaseType: { } inherited } && inherited != typeof(object))
            parents = parents.Prepend(inherited);
        string names = type.IsEnum ? "" : string.Join(", ", parents.Select(Name));
        return names.Length == 0 ? "" : $" : {names}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            foreach (string name in Enum.GetNames(type))
                yield return $"{name} = {Convert.ToInt32(Enum.Parse(type, name), CultureInfo.InvariantCulture)}";
            yield break;
        }

        foreach (FieldInfo field in type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily))
            yield return $"{Name(field.FieldType)} {field.Name}{Constant(field)}";
        foreach (PropertyInfo property in type.GetProperties(Declared).Where(p => p.GetAccessors(true).Any(IsVisible)))
            yield return $"{Static(property)}{Name(property.PropertyType)} {property.Name} {{ {Accessors(property)}}}";
        foreach (ConstructorInfo constructor in type.GetConstructors(Declared).Where(IsVisible))
            yield return $"{Access(constructor)}{type.Name}({Parameters(constructor)})";
        foreach (MethodInfo method in type.GetMethods(Declared).Where(m => IsVisible(m) && !IsGenerated(m)))
            yield return $"{Access(method)}{Name(method.ReturnType)} {method.Name}({Parameters(method)})";
    }

    private static string Static(PropertyInfo property) => property.GetMethod is { IsStatic: true } ? "static " : "";

    private static string Accessors(PropertyInfo property)
    {
        string get = property.GetMethod is { } getter && IsVisible(getter) ? "get; " : "";
        if (property.SetMethod is not { } setter || !IsVisible(setter))
            return get;
        bool init = setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required; " : "";
        return get + (init ? "init; " : "set; ") + required;
    }

    private static string Constant(FieldInfo field) => field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "";

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>Accessors are told with their property; what the compiler adds to records follows.</summary>
    private static bool IsGenerated(MethodInfo method) =>
        method.IsDefined(typeof(CompilerGeneratedAttribute))
        || (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method is { IsStatic: true, IsConstructor: false } ? "static " : "");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsIn ? "in " : "")}{Name(parameter.ParameterType)} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "")));

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (!type.IsGenericType)
            return type.Name;
        string name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
