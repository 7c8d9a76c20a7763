namespace ContainerGuard.Dockerfile;

/// <summary>Where a setting of an image comes from.</summary>
internal enum SettingOrigin
{
    /// <summary>Nothing sets it: the base is scratch, or an instruction cleared it.</summary>
    Nothing,

    /// <summary>The base image may set it; this file does not tell.</summary>
    BaseImage,

    /// <summary>An instruction of this file.</summary>
    File,
}

/// <summary>A setting of an image at some instruction: its value, and the instruction that set it.</summary>
/// <param name="Value">The value with variables expanded; null unless <paramref name="Origin"/> is <see
/// cref="SettingOrigin.File"/>.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Instruction">The instruction that set it; for a cleared setting the one that cleared it.</param>
/// <param name="IsKnown">False when the value depends on a variable that this file does not tell.</param>
internal readonly record struct Setting<T>(T? Value, SettingOrigin Origin, InstructionSyntax? Instruction = null, bool IsKnown = true);
