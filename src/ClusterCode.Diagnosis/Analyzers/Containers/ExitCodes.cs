using System.Globalization;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>What exit codes mean by convention.</summary>
internal static class ExitCodes
{
    /// <summary>Such as <c>2</c>, or <c>139 (SIGSEGV)</c> for a code that a signal of the process's own making gives.</summary>
    public static string Describe(int code)
    {
        var signal = code switch
        {
            132 => "SIGILL",
            134 => "SIGABRT",
            135 => "SIGBUS",
            136 => "SIGFPE",
            137 => "SIGKILL",
            139 => "SIGSEGV",
            143 => "SIGTERM",
            _ => null,
        };
        var number = code.ToString(CultureInfo.InvariantCulture);
        return signal is null ? number : $"{number} ({signal})";
    }
}
