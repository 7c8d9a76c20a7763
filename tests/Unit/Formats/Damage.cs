namespace ContainerGuard.Tests.Unit.Formats;

/// <summary>Texts that are cut and changed at random, always in the same way.</summary>
internal static class Damage
{
    private const string Characters = "[]{}\"'=:,#-&*|>%@!?. \t\n\r\\\0é\uD800a1";

    public static void Each(string text, Action<string> check)
    {
        var random = new Random(42);
        for (var i = 0; i < 5_000; i++)
        {
            var damaged = text[..random.Next(text.Length + 1)].ToCharArray();
            for (var j = random.Next(4); j > 0 && damaged.Length > 0; j--)
            {
                damaged[random.Next(damaged.Length)] = Characters[random.Next(Characters.Length)];
            }

            var input = new string(damaged);
            try
            {
                check(input);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"With: {input}", error);
            }
        }
    }
}
