namespace ContainerGuard.Tool.Inputs;

/// <summary>The baseline of the tool.</summary>
internal static class BaselineFile
{
    /// <summary>The name in the current folder, or in the folder that is open in an editor.</summary>
    public const string DefaultName = "containerguard.baseline.json";
}
