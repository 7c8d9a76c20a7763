namespace ContainerGuard.Generation;

/// <summary>A Dockerfile and its ignore file (<c>Dockerfile.dockerignore</c>), with headers and LF line ends.</summary>
internal sealed record GeneratedFiles(string Dockerfile, string IgnoreFile);
