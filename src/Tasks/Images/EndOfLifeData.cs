namespace ContainerGuard.Images;

/// <summary>One line of a product's releases.</summary>
/// <param name="Name">Such as <c>22</c>, <c>3.19</c>.</param>
/// <param name="Ends">Last day of free security updates; null where none is announced.</param>
/// <param name="Codename">The word that tags use for it, such as <c>bookworm</c>.</param>
internal sealed record ReleaseCycle(string Name, DateOnly? Ends, string? Codename = null)
{
    public bool HasEnded(DateOnly today) => Ends < today;
}

/// <summary>A runtime or a system with its cycles, newest first.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Cycles">Newest first.</param>
/// <param name="VariantWord">How a tag's variant names it before a version: <c>alpine</c> in <c>-alpine3.19</c>.</param>
/// <param name="StreamSuffix">The word with which tags of a second line of versions begin: CentOS <c>stream9</c>.</param>
/// <param name="IsSystem">Whether other images are built on it, and name it in their variant.</param>
internal sealed record Product(
    string Name,
    ReleaseCycle[] Cycles,
    string? VariantWord = null,
    string? StreamSuffix = null,
    bool IsSystem = false);

/// <summary>The dates of endoflife.date as of <see cref="EndOfLife.Retrieved"/>.</summary>
internal static class EndOfLifeData
{
    public const string DotNet = ".NET";
    public const string Node = "Node.js";
    public const string Python = "Python";
    public const string Ruby = "Ruby";
    public const string Go = "Go";
    public const string Temurin = "Eclipse Temurin";
    public const string Alpine = "Alpine";
    public const string Debian = "Debian";
    public const string Ubuntu = "Ubuntu";
    public const string CentOS = "CentOS";
    public const string AmazonLinux = "Amazon Linux";
    public const string RedHat = "Red Hat UBI";
    public const string RockyLinux = "Rocky Linux";
    public const string AlmaLinux = "AlmaLinux";
    public const string Fedora = "Fedora";
    public const string Nginx = "nginx";

    public static readonly IReadOnlyList<Product> Products =
    [
        new(DotNet, [
            new("10", new(2028, 11, 14)),
            new("9", new(2026, 11, 10)),
            new("8", new(2026, 11, 10)),
            new("7", new(2024, 5, 14)),
            new("6", new(2024, 11, 12)),
            new("5", new(2022, 5, 10)),
            new("3.1", new(2022, 12, 13)),
            new("3.0", new(2020, 3, 3)),
            new("2.2", new(2019, 12, 23)),
            new("2.1", new(2021, 8, 21)),
            new("2.0", new(2018, 10, 1)),
            new("1.1", new(2019, 6, 27)),
            new("1.0", new(2019, 6, 27)),
        ]),
        new(Node, [
            new("26", new(2029, 4, 30)),
            new("25", new(2026, 6, 1)),
            new("24", new(2028, 4, 30), "krypton"),
            new("23", new(2025, 6, 1)),
            new("22", new(2027, 4, 30), "jod"),
            new("21", new(2024, 6, 1)),
            new("20", new(2026, 4, 30), "iron"),
            new("19", new(2023, 6, 1)),
            new("18", new(2025, 4, 30), "hydrogen"),
            new("17", new(2022, 6, 1)),
            new("16", new(2023, 9, 11), "gallium"),
            new("15", new(2021, 6, 1)),
            new("14", new(2023, 4, 30), "fermium"),
            new("13", new(2020, 6, 1)),
            new("12", new(2022, 4, 30), "erbium"),
            new("11", new(2019, 6, 30)),
            new("10", new(2021, 4, 30), "dubnium"),
            new("9", new(2018, 6, 30)),
            new("8", new(2019, 12, 31), "carbon"),
            new("7", new(2017, 6, 30)),
            new("6", new(2019, 4, 30), "boron"),
            new("5", new(2016, 6, 30)),
            new("4", new(2018, 4, 30), "argon"),
        ]),
        new(Python, [
            new("3.14", new(2030, 10, 31)),
            new("3.13", new(2029, 10, 31)),
            new("3.12", new(2028, 10, 31)),
            new("3.11", new(2027, 10, 31)),
            new("3.10", new(2026, 10, 31)),
            new("3.9", new(2025, 10, 31)),
            new("3.8", new(2024, 10, 7)),
            new("3.7", new(2023, 6, 27)),
            new("3.6", new(2021, 12, 23)),
            new("3.5", new(2020, 9, 30)),
            new("3.4", new(2019, 3, 18)),
            new("2.7", new(2020, 1, 1)),
        ]),
        new(Ruby, [
            new("4.0", new(2029, 3, 31)),
            new("3.4", new(2028, 3, 31)),
            new("3.3", new(2027, 3, 31)),
            new("3.2", new(2026, 3, 31)),
            new("3.1", new(2025, 3, 26)),
            new("3.0", new(2024, 4, 23)),
            new("2.7", new(2023, 3, 31)),
            new("2.6", new(2022, 3, 31)),
            new("2.5", new(2021, 3, 31)),
            new("2.4", new(2020, 3, 31)),
            new("2.3", new(2019, 3, 31)),
        ]),
        new(Go, [
            new("1.27", null),
            new("1.26", null),
            new("1.25", new(2026, 8, 19)),
            new("1.24", new(2026, 2, 10)),
            new("1.23", new(2025, 8, 12)),
            new("1.22", new(2025, 2, 11)),
            new("1.21", new(2024, 8, 13)),
            new("1.20", new(2024, 2, 6)),
            new("1.19", new(2023, 9, 6)),
            new("1.18", new(2023, 2, 1)),
            new("1.17", new(2022, 8, 2)),
            new("1.16", new(2022, 3, 15)),
            new("1.15", new(2021, 8, 16)),
            new("1.14", new(2021, 2, 16)),
        ]),
        new(Temurin, [
            new("26", new(2026, 9, 15)),
            new("25", new(2031, 9, 30)),
            new("24", new(2025, 9, 16)),
            new("23", new(2025, 3, 18)),
            new("22", new(2024, 9, 17)),
            new("21", new(2029, 12, 31)),
            new("20", new(2023, 9, 19)),
            new("19", new(2023, 3, 31)),
            new("18", new(2022, 9, 30)),
            new("17", new(2027, 10, 31)),
            new("16", new(2021, 9, 30)),
            new("11", new(2027, 10, 31)),
            new("8", new(2030, 12, 31)),
        ]),
        new(Alpine, [
            new("3.24", new(2028, 6, 1)),
            new("3.23", new(2027, 11, 1)),
            new("3.22", new(2027, 5, 1)),
            new("3.21", new(2026, 11, 1)),
            new("3.20", new(2026, 4, 1)),
            new("3.19", new(2025, 11, 1)),
            new("3.18", new(2025, 5, 9)),
            new("3.17", new(2024, 11, 22)),
            new("3.16", new(2024, 5, 23)),
            new("3.15", new(2023, 11, 1)),
            new("3.14", new(2023, 5, 1)),
            new("3.13", new(2022, 11, 1)),
            new("3.12", new(2022, 5, 1)),
            new("3.11", new(2021, 11, 1)),
            new("3.10", new(2021, 5, 1)),
            new("3.9", new(2020, 11, 1)),
            new("3.8", new(2020, 5, 1)),
            new("3.7", new(2019, 11, 1)),
            new("3.6", new(2019, 5, 1)),
            new("3.5", new(2018, 11, 1)),
            new("3.4", new(2018, 5, 1)),
            new("3.3", new(2017, 11, 1)),
        ], VariantWord: "alpine", IsSystem: true),
        // Long-term support counts: it is free and open to all, and the official images go on being built in it.
        new(Debian, [
            new("13", new(2030, 6, 30), "trixie"),
            new("12", new(2028, 6, 30), "bookworm"),
            new("11", new(2026, 8, 31), "bullseye"),
            new("10", new(2024, 6, 30), "buster"),
            new("9", new(2022, 7, 1), "stretch"),
            new("8", new(2020, 6, 30), "jessie"),
            new("7", new(2018, 5, 31), "wheezy"),
            new("6", new(2014, 5, 31), "squeeze"),
        ], VariantWord: "debian", IsSystem: true),
        // Standard support counts: what comes after it needs a subscription.
        new(Ubuntu, [
            new("26.04", new(2031, 4, 30), "resolute"),
            new("25.10", new(2026, 7, 1), "questing"),
            new("25.04", new(2026, 1, 17), "plucky"),
            new("24.10", new(2025, 7, 10), "oracular"),
            new("24.04", new(2029, 5, 31), "noble"),
            new("23.10", new(2024, 7, 12), "mantic"),
            new("23.04", new(2024, 1, 20), "lunar"),
            new("22.10", new(2023, 7, 20), "kinetic"),
            new("22.04", new(2027, 4, 1), "jammy"),
            new("21.10", new(2022, 7, 14), "impish"),
            new("21.04", new(2022, 1, 20), "hirsute"),
            new("20.10", new(2021, 7, 22), "groovy"),
            new("20.04", new(2025, 5, 31), "focal"),
            new("19.10", new(2020, 7, 6), "eoan"),
            new("19.04", new(2020, 1, 23), "disco"),
            new("18.10", new(2019, 7, 18), "cosmic"),
            new("18.04", new(2023, 5, 31), "bionic"),
            new("16.04", new(2021, 4, 2), "xenial"),
            new("14.04", new(2019, 4, 2), "trusty"),
            new("12.04", new(2017, 4, 28), "precise"),
        ], VariantWord: "ubuntu", IsSystem: true),
        new(CentOS, [
            new("stream10", new(2030, 5, 31)),
            new("stream9", new(2027, 5, 31)),
            new("8", new(2021, 12, 31)),
            new("stream8", new(2024, 5, 31)),
            new("7", new(2024, 6, 30)),
            new("6", new(2020, 11, 30)),
            new("5", new(2017, 3, 31)),
        ], VariantWord: "centos", StreamSuffix: "stream", IsSystem: true),
        new(AmazonLinux, [
            new("2023", new(2029, 6, 30)),
            new("2", new(2026, 6, 30)),
        ]),
        new(RedHat, [
            new("10", new(2035, 5, 31)),
            new("9", new(2032, 5, 31)),
            new("8", new(2029, 5, 31)),
            new("7", new(2024, 6, 30)),
        ], VariantWord: "ubi", IsSystem: true),
        new(RockyLinux, [
            new("10", new(2035, 5, 31)),
            new("9", new(2032, 5, 31)),
            new("8", new(2029, 5, 31)),
        ], VariantWord: "rocky", IsSystem: true),
        new(AlmaLinux, [
            new("10", new(2035, 5, 31)),
            new("9", new(2032, 5, 31)),
            new("8", new(2029, 5, 31)),
        ], VariantWord: "alma", IsSystem: true),
        new(Fedora, [
            new("44", new(2027, 6, 2)),
            new("43", new(2026, 12, 9)),
            new("42", new(2026, 5, 27)),
        ], VariantWord: "fedora", IsSystem: true),
        new(Nginx, [
            new("1.29", new(2026, 5, 13)),
        ]),
    ];
}
