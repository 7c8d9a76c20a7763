namespace ContainerGuard.Shell;

/// <summary>Package managers that share packages, configuration and caches.</summary>
internal enum PackageFamily
{
    /// <summary>The packages of a programming language.</summary>
    Language,

    /// <summary>Alpine and Wolfi.</summary>
    Apk,

    /// <summary>Debian and Ubuntu.</summary>
    Apt,

    /// <summary>Fedora, Red Hat and Azure Linux: yum, dnf and their relatives.</summary>
    Dnf,

    /// <summary>Arch Linux.</summary>
    Pacman,

    /// <summary>SUSE.</summary>
    Zypper,
}
