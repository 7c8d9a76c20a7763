namespace ContainerGuard.Generation;

/// <summary>A Dockerfile and the ignore file that BuildKit reads beside it (<c>Dockerfile.dockerignore</c>), headers included, LF line ends.</summary>
internal sealed record GeneratedFiles(string Dockerfile, string IgnoreFile);
