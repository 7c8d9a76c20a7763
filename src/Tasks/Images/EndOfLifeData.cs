using System.Globalization;

namespace ContainerGuard.Images;

/// <summary>One line of a product's releases.</summary>
/// <param name="Name">Such as <c>22</c>, <c>3.19</c>.</param>
/// <param name="Ends">Last day of free security updates; null where none is announced.</param>
/// <param name="Codename">The word that tags use for it, such as <c>bookworm</c>.</param>
internal sealed record ReleaseCycle(string Name, DateOnly? Ends, string? Codename = null)
{
    public bool HasEnded(DateOnly today) => Ends < today;

    /// <summary>Reads a table: on each line the name, the last day or a hyphen, and the codename if there is one.</summary>
    public static ReleaseCycle[] ParseAll(string table)
    {
        var lines = table.Split('\n');
        var cycles = new ReleaseCycle[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].TrimEnd('\r').Split(' ');
            var ends = words[1] == "-" ? (DateOnly?)null : ParseDate(words[1]);
            cycles[i] = new ReleaseCycle(words[0], ends, words.Length > 2 ? words[2] : null);
        }

        return cycles;
    }

    private static DateOnly ParseDate(string text) => new(Number(text[..4]), Number(text[5..7]), Number(text[8..]));

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>A runtime or a system with its cycles.</summary>
internal sealed class Product
{
    private readonly Lazy<ReleaseCycle[]> _cycles;

    /// <param name="name">As people call it.</param>
    /// <param name="table">The cycles as text, read when somebody asks: a build knows one or two of the products.</param>
    public Product(string name, string table)
    {
        Name = name;
        _cycles = new(() => ReleaseCycle.ParseAll(table));
    }

    public string Name { get; }

    /// <summary>Newest first.</summary>
    public ReleaseCycle[] Cycles => _cycles.Value;

    /// <summary>How a tag's variant names it before a version: <c>alpine</c> in <c>-alpine3.19</c>.</summary>
    public string? VariantWord { get; init; }

    /// <summary>The word with which tags of a second line of versions begin: CentOS <c>stream9</c>.</summary>
    public string? StreamPrefix { get; init; }

    /// <summary>Whether other images are built on it, and name it in their variant.</summary>
    public bool IsSystem { get; init; }
}

/// <summary>The dates of endoflife.date as of <see cref="EndOfLife.Retrieved"/>.</summary>
internal static class EndOfLifeData
{
    public const string
        DotNet = ".NET",
        Node = "Node.js",
        Python = "Python",
        Ruby = "Ruby",
        Go = "Go",
        Temurin = "Eclipse Temurin",
        Alpine = "Alpine",
        Debian = "Debian",
        Ubuntu = "Ubuntu",
        CentOS = "CentOS",
        AmazonLinux = "Amazon Linux",
        RedHat = "Red Hat UBI",
        RockyLinux = "Rocky Linux",
        AlmaLinux = "AlmaLinux",
        Fedora = "Fedora",
        Nginx = "nginx";

    public static readonly Product[] Products =
    [
        new(DotNet, """
            10 2028-11-14
            9 2026-11-10
            8 2026-11-10
            7 2024-05-14
            6 2024-11-12
            5 2022-05-10
            3.1 2022-12-13
            3.0 2020-03-03
            2.2 2019-12-23
            2.1 2021-08-21
            2.0 2018-10-01
            1.1 2019-06-27
            1.0 2019-06-27
            """),
        new(Node, """
            26 2029-04-30
            25 2026-06-01
            24 2028-04-30 krypton
            23 2025-06-01
            22 2027-04-30 jod
            21 2024-06-01
            20 2026-04-30 iron
            19 2023-06-01
            18 2025-04-30 hydrogen
            17 2022-06-01
            16 2023-09-11 gallium
            15 2021-06-01
            14 2023-04-30 fermium
            13 2020-06-01
            12 2022-04-30 erbium
            11 2019-06-30
            10 2021-04-30 dubnium
            9 2018-06-30
            8 2019-12-31 carbon
            7 2017-06-30
            6 2019-04-30 boron
            5 2016-06-30
            4 2018-04-30 argon
            """),
        new(Python, """
            3.14 2030-10-31
            3.13 2029-10-31
            3.12 2028-10-31
            3.11 2027-10-31
            3.10 2026-10-31
            3.9 2025-10-31
            3.8 2024-10-07
            3.7 2023-06-27
            3.6 2021-12-23
            3.5 2020-09-30
            3.4 2019-03-18
            2.7 2020-01-01
            """),
        new(Ruby, """
            4.0 2029-03-31
            3.4 2028-03-31
            3.3 2027-03-31
            3.2 2026-03-31
            3.1 2025-03-26
            3.0 2024-04-23
            2.7 2023-03-31
            2.6 2022-03-31
            2.5 2021-03-31
            2.4 2020-03-31
            2.3 2019-03-31
            """),
        new(Go, """
            1.27 -
            1.26 -
            1.25 2026-08-19
            1.24 2026-02-10
            1.23 2025-08-12
            1.22 2025-02-11
            1.21 2024-08-13
            1.20 2024-02-06
            1.19 2023-09-06
            1.18 2023-02-01
            1.17 2022-08-02
            1.16 2022-03-15
            1.15 2021-08-16
            1.14 2021-02-16
            """),
        new(Temurin, """
            26 2026-09-15
            25 2031-09-30
            24 2025-09-16
            23 2025-03-18
            22 2024-09-17
            21 2029-12-31
            20 2023-09-19
            19 2023-03-31
            18 2022-09-30
            17 2027-10-31
            16 2021-09-30
            11 2027-10-31
            8 2030-12-31
            """),
        new(Alpine, """
            3.24 2028-06-01
            3.23 2027-11-01
            3.22 2027-05-01
            3.21 2026-11-01
            3.20 2026-04-01
            3.19 2025-11-01
            3.18 2025-05-09
            3.17 2024-11-22
            3.16 2024-05-23
            3.15 2023-11-01
            3.14 2023-05-01
            3.13 2022-11-01
            3.12 2022-05-01
            3.11 2021-11-01
            3.10 2021-05-01
            3.9 2020-11-01
            3.8 2020-05-01
            3.7 2019-11-01
            3.6 2019-05-01
            3.5 2018-11-01
            3.4 2018-05-01
            3.3 2017-11-01
            """)
        {
            VariantWord = "alpine",
            IsSystem = true,
        },
        // Long-term support counts: it is free and open to all, and the official images go on being built in it.
        new(Debian, """
            13 2030-06-30 trixie
            12 2028-06-30 bookworm
            11 2026-08-31 bullseye
            10 2024-06-30 buster
            9 2022-07-01 stretch
            8 2020-06-30 jessie
            7 2018-05-31 wheezy
            6 2014-05-31 squeeze
            """)
        {
            VariantWord = "debian",
            IsSystem = true,
        },
        // Standard support counts: what comes after it needs a subscription.
        new(Ubuntu, """
            26.04 2031-04-30 resolute
            25.10 2026-07-01 questing
            25.04 2026-01-17 plucky
            24.10 2025-07-10 oracular
            24.04 2029-05-31 noble
            23.10 2024-07-12 mantic
            23.04 2024-01-20 lunar
            22.10 2023-07-20 kinetic
            22.04 2027-04-01 jammy
            21.10 2022-07-14 impish
            21.04 2022-01-20 hirsute
            20.10 2021-07-22 groovy
            20.04 2025-05-31 focal
            19.10 2020-07-06 eoan
            19.04 2020-01-23 disco
            18.10 2019-07-18 cosmic
            18.04 2023-05-31 bionic
            16.04 2021-04-02 xenial
            14.04 2019-04-02 trusty
            12.04 2017-04-28 precise
            """)
        {
            VariantWord = "ubuntu",
            IsSystem = true,
        },
        new(CentOS, """
            stream10 2030-05-31
            stream9 2027-05-31
            8 2021-12-31
            stream8 2024-05-31
            7 2024-06-30
            6 2020-11-30
            5 2017-03-31
            """)
        {
            VariantWord = "centos",
            StreamPrefix = "stream",
            IsSystem = true,
        },
        new(AmazonLinux, """
            2023 2029-06-30
            2 2026-06-30
            """),
        new(RedHat, """
            10 2035-05-31
            9 2032-05-31
            8 2029-05-31
            7 2024-06-30
            """)
        {
            VariantWord = "ubi",
            IsSystem = true,
        },
        new(RockyLinux, """
            10 2035-05-31
            9 2032-05-31
            8 2029-05-31
            """)
        {
            VariantWord = "rocky",
            IsSystem = true,
        },
        new(AlmaLinux, """
            10 2035-05-31
            9 2032-05-31
            8 2029-05-31
            """)
        {
            VariantWord = "alma",
            IsSystem = true,
        },
        new(Fedora, """
            44 2027-06-02
            43 2026-12-09
            42 2026-05-27
            """)
        {
            VariantWord = "fedora",
            IsSystem = true,
        },
        new(Nginx, """
            1.29 2026-05-13
            """),
    ];
}
