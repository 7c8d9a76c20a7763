namespace Worker.Core;

public static class Heartbeat
{
    public static string At(DateTimeOffset time) => $"Alive at {time:O}";
}
