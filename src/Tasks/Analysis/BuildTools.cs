namespace ContainerGuard.Analysis;

/// <summary>System packages that serve to build software, by their names.</summary>
internal static class BuildTools
{
    private static readonly HashSet<string> Tools = new(StringComparer.Ordinal)
    {
        "alpine-sdk", "autoconf", "automake", "bison", "build-base", "build-essential", "cargo", "clang", "cmake", "default-jdk",
        "default-jdk-headless", "dpkg-dev", "flex", "g++", "gcc",
        "gcc-c++", "go", "golang", "golang-go", "gradle", "libc-dev", "libc6-dev", "libtool", "linux-headers", "make", "maven", "meson",
        "musl-dev", "ninja-build", "python-dev", "python2-dev",
        "python3-dev", "rust", "rustc",
    };

    /// <summary>A compiler, a build system, or a package that every compilation needs.</summary>
    public static bool IsTool(string package) => Tools.Contains(package);

    /// <summary>Whether the package contains a compiler.</summary>
    public static bool IsCompiler(string package) =>
        package is "alpine-sdk" or "build-base" or "build-essential" or "clang" or "g++" or "gcc" or "gcc-c++" or "gfortran" or "cargo"
            or "rust" or "rustc"
            or "go" or "golang" or "golang-go"
        || package.StartsWith("gcc-", StringComparison.Ordinal)
        || package.StartsWith("g++-", StringComparison.Ordinal)
        || package.StartsWith("clang-", StringComparison.Ordinal);

    public static bool IsVersionControl(string package) => package is "git" or "git-core" or "mercurial" or "subversion";

    /// <summary>A build tool, or headers: <c>libffi-dev</c>, <c>openssl-devel</c>.</summary>
    public static bool IsForBuilding(string package) =>
        IsTool(package) || IsCompiler(package) || package.EndsWith("-dev", StringComparison.Ordinal)
        || package.EndsWith("-devel", StringComparison.Ordinal);
}
