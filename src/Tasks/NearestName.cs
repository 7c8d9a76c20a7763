namespace ContainerGuard;

/// <summary>Finds the name a person most likely meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// The candidate with the smallest optimal string alignment distance (insert, delete, replace, swap neighbours), if that is at most a third of
    /// the written name's length, else null.
    /// </summary>
    public static string? Of(string written, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, written.Length / 3);
        string? best = null;
        foreach (var candidate in candidates)
        {
            var distance = Distance(written, candidate);
            if (distance > limit) continue;
            (best, limit) = (candidate, distance - 1);
        }

        return best;
    }

    private static int Distance(string left, string right)
    {
        var cells = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) cells[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) cells[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var same = Same(left[i - 1], right[j - 1]);
                var cost = Math.Min(Math.Min(cells[i - 1, j] + 1, cells[i, j - 1] + 1), cells[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    cost = Math.Min(cost, cells[i - 2, j - 2] + 1);
                }

                cells[i, j] = cost;
            }
        }

        return cells[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
