using System.Globalization;

namespace ContainerGuard.Images;

/// <summary>
/// The end of free security updates of runtimes and systems. A product is identified by the image's repository,
/// by a word of its tag's variant (<c>-bookworm</c>, <c>-alpine3.19</c>), or by a project's target framework. Products outside the
/// table and tags without a version have no answer.
/// </summary>
internal sealed class EndOfLife
{
    /// <summary>The day of the table's source, endoflife.date (commit a70eca3).</summary>
    public static readonly DateOnly Retrieved = new(2026, 8, 22);

    /// <summary>The table as shipped.</summary>
    public static readonly EndOfLife Table = new(EndOfLifeData.Products);

    private readonly Product[] _products;
    private readonly Product[] _systemsInWords;
    private readonly Lazy<Dictionary<string, Tuple<Product, ReleaseCycle>>> _systemsByCodename;

    private EndOfLife(Product[] products)
    {
        _products = products;
        _systemsInWords = Array.FindAll(products, static product => product is { IsSystem: true, VariantWord: not null });
        _systemsByCodename = new(() => SystemsByCodename(products));
    }

    /// <summary>
    /// The products in an image: first that of the repository, then the system in its variant. Supported and ended cycles are
    /// both returned; <see cref="SupportStatus.HasEnded"/> distinguishes them.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="today">The current day.</param>
    /// <param name="system">The system in the image; null if unknown.</param>
    public IReadOnlyList<SupportStatus> Find(ImageReference image, DateOnly today, SystemRelease? system = null)
    {
        List<SupportStatus> found = [];
        var productName = EndOfLifeRepositories.ProductOf(image, out var versionInRepository);
        var tag = image.Tag is null ? null : ImageTag.Parse(image.Tag);
        if (productName is not null)
        {
            var product = Product(productName);
            var cycle = versionInRepository is not null ? CycleOf(product, versionInRepository)
                : tag is null ? null
                : CycleOf(product, tag);
            Add(found, product, cycle, today);
        }

        if (tag is not null && (productName is not null || image.IsOfficial))
        {
            AddSystemInVariant(found, tag, today);
        }

        if (system is not null && EndOfLifeRepositories.ProductOf(system) is { } seen)
        {
            Add(found, Product(seen), CycleOf(Product(seen), system.Version), today);
        }

        return found;
    }

    /// <summary>The .NET version of a target framework: <c>net8.0</c>, <c>net9.0-windows</c>, <c>netcoreapp3.1</c>.</summary>
    /// <returns>Null for .NET Framework and .NET Standard.</returns>
    public SupportStatus? FindTargetFramework(string targetFramework, DateOnly today)
    {
        var moniker = targetFramework.Trim().ToLowerInvariant();
        var version = moniker.StartsWith("netcoreapp", StringComparison.Ordinal) ? moniker["netcoreapp".Length..]
            : moniker.StartsWith("net", StringComparison.Ordinal) ? moniker["net".Length..]
            : "";
        version = version.Split('-')[0];
        if (!version.Contains('.', StringComparison.Ordinal))
        {
            return null;
        }

        var product = Product(EndOfLifeData.DotNet);
        return CycleOf(product, version) is { } cycle ? Status(product, cycle, today) : null;
    }

    /// <summary>Whether a word of a tag names a release of a system: <c>bookworm</c>, <c>noble</c>.</summary>
    public static bool IsCodename(string word) => Table._systemsByCodename.Value.ContainsKey(word);

    /// <summary>The successors of a repository that is no longer maintained; null for other repositories.</summary>
    public static DeprecatedRepository? FindDeprecated(ImageReference image) => EndOfLifeRepositories.DeprecationOf(image);

    private Product Product(string name) => Array.Find(_products, p => p.Name == name)!;

    private void AddSystemInVariant(List<SupportStatus> found, ImageTag tag, DateOnly today)
    {
        if (tag.Variant.Length == 0) return;

        var words = tag.Variant.Split('-');
        for (var i = 0; i < words.Length; i++)
        {
            if (_systemsByCodename.Value.TryGetValue(words[i], out var named)) Add(found, named.Item1, named.Item2, today);
            foreach (var product in _systemsInWords)
            {
                var prefix = product.VariantWord!;
                if (!words[i].StartsWith(prefix, StringComparison.Ordinal)) continue;

                // alpine3.19, and as Temurin writes it, alpine-3.21.
                var version = words[i].Length > prefix.Length ? words[i][prefix.Length..] : words.ElementAtOrDefault(i + 1) ?? "";
                if (version.Length > 0 && char.IsAsciiDigit(version[0])) Add(found, product, CycleOf(product, version), today);
            }
        }
    }

    private static Dictionary<string, Tuple<Product, ReleaseCycle>> SystemsByCodename(Product[] products)
    {
        var systems = new Dictionary<string, Tuple<Product, ReleaseCycle>>(StringComparer.Ordinal);
        foreach (var product in products)
        {
            if (!product.IsSystem) continue;
            foreach (var cycle in product.Cycles)
            {
                if (cycle.Codename is not null) systems.TryAdd(cycle.Codename, Tuple.Create(product, cycle));
            }
        }

        return systems;
    }

    private static void Add(List<SupportStatus> found, Product product, ReleaseCycle? cycle, DateOnly today)
    {
        if (cycle is not null && !found.Exists(s => s.Product == product.Name))
        {
            found.Add(Status(product, cycle, today));
        }
    }

    private static SupportStatus Status(Product product, ReleaseCycle cycle, DateOnly today) => new(
        product.Name,
        cycle.Name,
        cycle.Ends,
        cycle.HasEnded(today),
        [.. product.Cycles
            .Where(c => !c.HasEnded(today) && CompareVersions(c.Name, cycle.Name) > 0)
            .Select(c => c.Name)
            .Reverse()]);

    private static ReleaseCycle? CycleOf(Product product, ImageTag tag)
    {
        foreach (var word in tag.Text.Split('-'))
        {
            foreach (var cycle in product.Cycles)
            {
                if (cycle.Codename is not null && cycle.Codename == word) return cycle;
            }
        }

        if (product.StreamPrefix is { } prefix && tag.Text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return Array.Find(product.Cycles, c => c.Name == tag.Text);
        }

        return !tag.HasVersion ? null : CycleOf(product, LeadingVersion(tag.Text));
    }

    /// <summary>
    /// The cycle of a version (3.12 for 3.12.4). A version that is shorter than the cycles stands for the newest
    /// cycle that begins with it (2.7 for 2).
    /// </summary>
    private static ReleaseCycle? CycleOf(Product product, string version) =>
        Array.Find(product.Cycles, c => IsPrefix(c.Name, version)) ?? Array.Find(product.Cycles, c => IsPrefix(version, c.Name));

    private static bool IsPrefix(string shorter, string longer) =>
        longer.StartsWith(shorter, StringComparison.Ordinal) && (longer.Length == shorter.Length || longer[shorter.Length] is '.');

    private static string LeadingVersion(string text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        return text[..end].TrimEnd('.');
    }

    private static int CompareVersions(string left, string right)
    {
        var (a, b) = (left.Split('.'), right.Split('.'));
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var order = Number(a, i).CompareTo(Number(b, i));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;

        static int Number(string[] parts, int index) =>
            index < parts.Length && int.TryParse(parts[index].TrimStart("stream".ToCharArray()), NumberStyles.None, null, out var number)
                ? number
                : 0;
    }
}

/// <summary>The support of one product's cycle.</summary>
/// <param name="Product">Such as <c>Node.js</c>.</param>
/// <param name="Cycle">Such as <c>20</c>, <c>3.19</c>.</param>
/// <param name="Ends">Last day of free security updates; null if not announced.</param>
/// <param name="HasEnded">Whether that day is before today.</param>
/// <param name="Successors">Later cycles that are still supported today, nearest first.</param>
internal sealed record SupportStatus(string Product, string Cycle, DateOnly? Ends, bool HasEnded, IReadOnlyList<string> Successors);

/// <summary>A repository that is no longer maintained.</summary>
/// <param name="Repository">As people write it.</param>
/// <param name="Since">The day that its maintenance ended.</param>
/// <param name="Successors">The replacements that its maintainers name.</param>
internal sealed record DeprecatedRepository(string Repository, DateOnly Since, IReadOnlyList<string> Successors);
