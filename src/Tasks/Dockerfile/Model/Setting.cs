namespace ContainerGuard.Dockerfile;

/// <summary>The source of a setting of an image.</summary>
internal enum SettingOrigin
{
    /// <summary>The setting is not set: the base is scratch, or an instruction cleared the setting.</summary>
    Nothing,

    /// <summary>The base image may set it; the value is not in this file.</summary>
    BaseImage,

    /// <summary>An instruction of this file sets it.</summary>
    File,
}

/// <summary>A setting of an image before or after an instruction: its value, and the instruction that set it.</summary>
/// <param name="Value">The value with variables expanded; null unless <paramref name="Origin"/> is <see
/// cref="SettingOrigin.File"/>.</param>
/// <param name="Origin">The source of the value.</param>
/// <param name="Instruction">The instruction that set or cleared it.</param>
/// <param name="IsKnown">False if the value depends on a variable whose value is not in this file.</param>
internal readonly record struct Setting<T>(T? Value, SettingOrigin Origin, InstructionSyntax? Instruction = null, bool IsKnown = true);
