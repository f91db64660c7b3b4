using System.Globalization;

namespace ClusterCode.Benchmarks.Scale.Measuring;

/// <summary>A process's resident memory as the kernel counts it, in MiB.</summary>
/// <param name="Resident">All of it, which is what a container's limit is about.</param>
/// <param name="Anonymous">Heaps, stacks, and code that was compiled at run time.</param>
/// <param name="Files">Pages of programs and libraries; they can be dropped and read again.</param>
/// <param name="Peak">The most that <paramref name="Resident"/> ever was.</param>
internal sealed record ProcessMemory(double Resident, double Anonymous, double Files, double Peak)
{
    private const double KiBPerMiB = 1024;

    /// <summary>Reads it.</summary>
    public static ProcessMemory Of(int process)
    {
        var lines = File.ReadAllLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status")
            .Select(line => line.Split([':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is [_, _, "kB"])
            .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture) / KiBPerMiB);
        return new ProcessMemory(lines["VmRSS"], lines["RssAnon"] + lines["RssShmem"], lines["RssFile"], lines["VmHWM"]);
    }
}
