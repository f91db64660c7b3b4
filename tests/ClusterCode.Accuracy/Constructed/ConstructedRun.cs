using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Judging;
using ClusterCode.Accuracy.Measuring;
using ClusterCode.Diagnosis.Views.Recorded;

namespace ClusterCode.Accuracy.Constructed;

/// <summary>Judges what the expert says of objects, events and logs that a file holds, at a fixed time.</summary>
public static class ConstructedRun
{
    /// <summary>The namespace of all constructed scenarios.</summary>
    public const string Namespace = "shop";

    /// <summary>The time of all constructed scenarios.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 0, 0, TimeSpan.Zero);

    /// <summary>Judges one.</summary>
    public static async Task<CaseOutcome> RunAsync(AccuracyCase scenario, CancellationToken cancellationToken)
    {
        var recording = new ClusterRecording { Source = scenario.FullName, RecordedAt = Now };
        try
        {
            recording.AddText(scenario.Manifest, scenario.FullName);
        }
        catch (SnapshotException problem)
        {
            return CaseOutcome.Broken(scenario, problem.Message);
        }

        var measured = await DiagnoseAsync(cancellationToken);
        return new CaseOutcome(scenario, CaseJudge.Judge(scenario.Expectation, measured), measured, CaseJudge.Describe(measured)) { ReplayAsync = DiagnoseAsync };

        Task<MeasuredReport> DiagnoseAsync(CancellationToken token)
        {
            var view = new RecordedClusterView(recording);
            return MeasuredExpert.DiagnoseAsync(view, view.Clock, scenario.Subject(Namespace), token);
        }
    }
}
