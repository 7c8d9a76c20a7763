namespace ContainerGuard.Rules;

/// <summary>What the value of a label has to be; the names are those that people write, and hadolint's.</summary>
internal enum LabelType
{
    Text,
    Url,
    Semver,
    Hash,
    Rfc3339,
    Spdx,
    Email,
}
