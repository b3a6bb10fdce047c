namespace Ruler;

public static class Length
{
    public static string Unit => "inch";
}
