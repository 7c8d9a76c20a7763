using ContainerGuard.Text;

namespace ContainerGuard.Images;

/// <summary>Runtimes that have their own image, by the packages and archives that install them in a general image.</summary>
internal static class RuntimeImages
{
    private static readonly Characters VersionCharacters = Characters.Of("0-9.");

    /// <summary>Whether an image is only a system, without a runtime.</summary>
    public static bool IsSystem(ImageReference image) =>
        EndOfLifeRepositories.OfficialName(image)
            is "debian" or "ubuntu" or "alpine" or "centos" or "fedora" or "rockylinux" or "almalinux" or "amazonlinux" or "oraclelinux"
        || image.Name is "quay.io/centos/centos" or "docker.io/rockylinux/rockylinux"
        || (image.Registry == "registry.access.redhat.com"
            && image.Repository is "ubi8" or "ubi9" or "ubi10" or "ubi8/ubi" or "ubi9/ubi" or "ubi10/ubi" or "ubi8/ubi-minimal"
                or "ubi9/ubi-minimal" or "ubi10/ubi-minimal");

    /// <summary>The image of the runtime in a system's package; null for other packages.</summary>
    public static string? OfPackage(string name) => name switch
    {
        "nodejs" or "nodejs-current" or "npm" => "node",
        "python-pip" or "python3-pip" or "py-pip" or "py3-pip" => "python",
        "rust" or "rustc" or "cargo" => "rust",
        "ruby-full" => "ruby",
        "php-cli" or "php-fpm" => "php",
        "golang-go" => "golang",
        "python3-minimal" => "python",
        _ when IsVersioned(name, "python") => "python",
        _ when IsVersioned(name, "ruby") => "ruby",
        _ when IsVersioned(name, "php") => "php",
        _ when IsVersioned(name, "go") || IsVersioned(name, "golang") => "golang",
        _ when name.StartsWith("golang-1.", StringComparison.Ordinal) => "golang",
        _ when name.StartsWith("openjdk", StringComparison.Ordinal)
            || name.StartsWith("default-j", StringComparison.Ordinal)
            || IsJava(name) => "eclipse-temurin",
        _ when name.StartsWith("dotnet-sdk", StringComparison.Ordinal) => "mcr.microsoft.com/dotnet/sdk",
        _ when name.StartsWith("aspnetcore-runtime", StringComparison.Ordinal) => "mcr.microsoft.com/dotnet/aspnet",
        _ when name.StartsWith("dotnet-runtime", StringComparison.Ordinal) => "mcr.microsoft.com/dotnet/runtime",
        _ => null,
    };

    /// <summary>The image of the runtime that a package depends on, such as a library; null for other packages.</summary>
    public static string? BehindPackage(string name) =>
        OfPackage(name)
        ?? (StartsWithAny(name, "python-", "python3-", "py-", "py3-") ? "python"
            : StartsWithAny(name, "ruby-", "ruby2", "ruby3") ? "ruby"
            : StartsWithAny(name, "php", "libapache2-mod-php") ? "php"
            : StartsWithAny(name, "maven", "ant", "gradle") ? "eclipse-temurin"
            : null);

    /// <summary>
    /// The image of the runtime that an address downloads, by the name of its file: <c>node-v24.1.0-linux-x64.tar.xz</c>.
    /// </summary>
    public static string? OfDownload(string address)
    {
        if (!address.Contains("://", StringComparison.Ordinal)) return null;
        var file = address.AsSpan(address.LastIndexOf('/') + 1);
        return !IsArchive(file) ? null
            : file.StartsWith("node-v") ? "node"
            : file.StartsWith("Python-") ? "python"
            : file.StartsWith("ruby-") && IsVersionOrVariable(file["ruby-".Length..]) ? "ruby"
            : file.StartsWith("php-") && IsVersionOrVariable(file["php-".Length..]) ? "php"
            : file.StartsWith("go") && IsVersionOrVariable(file["go".Length..]) ? "golang"
            : file.StartsWith("OpenJDK") || file.StartsWith("openjdk-") || file.StartsWith("jdk-")
                || file.StartsWith("jre-") ? "eclipse-temurin"
            : null;
    }

    /// <summary>Whether a word of a command line is the program of a runtime, a program written for it, or a file for it.</summary>
    /// <param name="runtime">The runtime's image.</param>
    /// <param name="word">The word, a path or not.</param>
    public static bool IsProgramOf(string runtime, ReadOnlySpan<char> word)
    {
        var name = word[(word.LastIndexOf('/') + 1)..];
        return runtime switch
        {
            "node" => name is "node" or "nodejs" or "npm" or "npx" or "yarn" or "pnpm" or "pm2" or "pm2-runtime" or "nodemon"
                || name.EndsWith(".js")
                || name.EndsWith(".mjs"),
            "python" => name.StartsWith("python")
                || name is "gunicorn" or "uvicorn" or "hypercorn" or "waitress-serve" or "flask" or "celery" or "pipenv" or "poetry"
                    or "jupyter"
                || name.EndsWith(".py"),
            "ruby" => name is "ruby" or "bundle" or "rails" or "rake" or "puma" or "rackup" or "thin" or "unicorn" or "foreman"
                || name.EndsWith(".rb"),
            "php" => name.StartsWith("php") || name.EndsWith(".php"),
            "eclipse-temurin" => name is "java" || name.EndsWith(".jar"),
            "golang" => name is "go",
            "rust" => name is "cargo",
            _ => name is "dotnet" || name.EndsWith(".dll"),
        };
    }

    private static bool StartsWithAny(string name, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (name.StartsWith(start, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static bool IsArchive(ReadOnlySpan<char> file) =>
        file.EndsWith(".gz") || file.EndsWith(".xz") || file.EndsWith(".tgz") || file.EndsWith(".bz2") || file.EndsWith(".zip");

    private static bool IsVersionOrVariable(ReadOnlySpan<char> text) => !text.IsEmpty && (char.IsAsciiDigit(text[0]) || text[0] == '$');

    /// <summary><c>python3.12</c>, <c>ruby</c>, <c>php84</c>.</summary>
    private static bool IsVersioned(string name, string product) =>
        name.StartsWith(product, StringComparison.Ordinal)
        && (name.Length == product.Length || VersionCharacters.ContainAll(name.AsSpan(product.Length)));

    private static bool IsJava(string name) =>
        name.StartsWith("java-", StringComparison.Ordinal)
        && (name.Contains("-openjdk", StringComparison.Ordinal) || name.Contains("-amazon-corretto", StringComparison.Ordinal));
}
