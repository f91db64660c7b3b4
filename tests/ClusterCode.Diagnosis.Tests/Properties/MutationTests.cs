using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views.Recorded;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ClusterCode.Diagnosis.Tests.Properties;

/// <summary>Whatever is odd in what the cluster says, the expert says something sound.</summary>
public sealed class MutationTests
{
    /// <summary>Mutations tried of each case; the seed of one that fails is in the test's message.</summary>
    private const int Tries = 8;

    public static TheoryData<string> Cases => [.. RecordedCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Changed_objects_make_no_analyzer_throw_and_no_report_unsound(string recorded)
    {
        for (var seed = 0; seed < Tries; seed++)
        {
            await JudgeAsync(recorded, seed);
        }
    }

    [Property(MaxTest = 60)]
    public Task So_do_other_changes_of_any_case(int number, int seed) =>
        JudgeAsync(RecordedCase.Names[(int)((uint)number % RecordedCase.Names.Count)], seed);

    [Property(MaxTest = 40)]
    public Task So_do_logs_of_any_text(string text, int repeats) => AssertLogAsync(text ?? "", (repeats & 0xff) + 1);

    private static async Task AssertLogAsync(string text, int repeats)
    {
        var (recording, input) = MutatedCase.Load("app-error", changeLog: _ => string.Concat(Enumerable.Repeat($"ERROR {text}\n\u001b[1m{text}\n\tat {text}(\n", repeats)));
        ReportChecks.AssertIsSound(await DiagnoseAsync(recording, "app-error"), input);
    }

    private static async Task JudgeAsync(string recorded, int seed)
    {
        var random = new Random(seed);
        var mutation = new JsonMutation(random);
        var (recording, input) = MutatedCase.Load(recorded, o => mutation.Apply(o, random.Next(4)), log => random.Next(3) == 0 ? log[random.Next(log.Length)..] : log);
        try
        {
            ReportChecks.AssertIsSound(await DiagnoseAsync(recording, recorded), input);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"case {recorded}, seed {seed}: {problem.Message}", problem);
        }
    }

    private static async Task<ExpertReport> DiagnoseAsync(ClusterRecording recording, string recorded)
    {
        var logs = new FakeLogCollector();
        var expert = TestExpert.Over(new RecordedClusterView(recording), s => s.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs)));
        var report = await expert.DiagnoseAsync(TestExpert.Subject(RecordedCase.NamespaceOf(recorded)), CancellationToken.None);
        Assert.DoesNotContain(logs.GetSnapshot(), l => l.Level >= LogLevel.Error && Fail(l));
        return report;
    }

    private static bool Fail(FakeLogRecord record) => throw new InvalidOperationException($"{record.Message}: {record.Exception}");
}
