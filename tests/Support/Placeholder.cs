namespace ContainerGuard.Tests.Support;
internal static class Placeholder;
