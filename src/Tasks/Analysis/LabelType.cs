namespace ContainerGuard.Analysis;

/// <summary>The type of a label value. The names are the same as in the configuration of hadolint.</summary>
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
