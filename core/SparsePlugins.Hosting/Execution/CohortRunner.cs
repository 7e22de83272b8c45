using SparsePlugins.Hosting.Components;
using SparsePlugins.Hosting.Isolation;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Planning;
using SparsePlugins.Reporting;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Trains the runs of a cohort side by side on the same batches, and writes each record when its run ends.</summary>
internal sealed class CohortRunner(Cohort cohort, Workshop workshop, RunStore store, IRunObserver observer, CollectionTicket gate)
{
    private readonly HashSet<string> _ended = [];
    private long _updates;

    /// <summary>Trains the given runs of the cohort.</summary>
    /// <param name="runs">Those that have no record yet, with their keys.</param>
    /// <exception cref="OperationCanceledException">The user stopped it; runs that had ended have their records.</exception>
    public void Run(IReadOnlyList<(PlannedRun Run, RunKey Key)> runs)
    {
        try
        {
            RunTogether(runs);
        }
        catch (ComponentException failure)
        {
            // The source failed: no run of the cohort can go on.
            observer.Failed(failure);
            foreach (var (run, key) in runs.Where(run => !_ended.Contains(run.Key.Id)))
            {
                End(FailedRecord.Of(run, key, failure.Message));
            }
        }
    }

    private void RunTogether(IReadOnlyList<(PlannedRun Run, RunKey Key)> runs)
    {
        using var scope = NewDisposeScope();
        var source = workshop.Plugins.Find(ComponentKind.Source, cohort.Source.Name);
        using var data = CohortData.Open(cohort, source, workshop.Files, workshop.Device, workshop.Cancellation);
        observer.CohortStarted(cohort.Name, runs.Count);

        var members = new List<Member>();
        try
        {
            foreach (var (run, key) in runs)
            {
                members.AddRange(Begin(run, key, data) is { } member ? [member] : []);
                gate.CollectNow(); // An initializer may leave much behind.
            }

            Settle(members, data);
            Train(members, data);
        }
        finally
        {
            Settle(members, data); // Those that ended before another one, or the user, ended it all.
            members.ForEach(member => member.Dispose());
        }
    }

    private Member? Begin(PlannedRun run, RunKey key, CohortData data)
    {
        CallSlot.Serve(key.Id);
        try
        {
            return Member.Begin(run, key, workshop, data, Seeds.Of(cohort));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            End(FailedRecord.Of(run, key, Describe(error)));
            return null;
        }
    }

    private void Train(List<Member> members, CohortData data)
    {
        using var batches = new BatchGroup(cohort, data);
        for (long first = 1; members.Count > 0; first += batches.Count)
        {
            batches.Begin(first);
            foreach (var member in members)
            {
                Train(member, first, batches);
            }

            if (members.Find(member => member.HasEvaluated(first, first + batches.Count - 1)) is not null)
            {
                Report(first + batches.Count - 1, members);
            }

            Settle(members, data);
        }
    }

    /// <summary>A member makes the updates of several batches before the next one does: its parameters and moments stay in the cache meanwhile.</summary>
    private void Train(Member member, long first, BatchGroup batches)
    {
        for (var index = 0; index < batches.Count && member.Outcome is null; index++)
        {
            workshop.Cancellation.ThrowIfCancellationRequested();
            Train(member, first + index, batches.At(index));
            _updates++;
            gate.BetweenUpdates();
        }
    }

    private void Train(Member member, long step, TrainingBatch batch)
    {
        CallSlot.Serve(member.Id);
        try
        {
            member.Train(step, batch);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            member.Fail(Describe(error));
        }
    }

    private string Describe(Exception error)
    {
        var failure =
            error as ComponentException
            ?? new ComponentException($"unexpected {error.GetType().Name}: {error.Message.Split('\n')[0]}", error.ToString());
        observer.Failed(failure);
        return failure.Message;
    }

    private void Report(long step, List<Member> members)
    {
        var most = cohort.Runs.Max(run => run.Spec.Training.Steps);
        observer.Advanced(
            new CohortProgress(cohort.Name, Math.Min(step, most), most, members.Count, members.Average(member => member.Loss), _updates)
        );
        _updates = 0;
    }

    private void Settle(List<Member> members, CohortData data)
    {
        foreach (var member in members.Where(member => member.Outcome is not null))
        {
            End(member.Record(data.Seconds));
            member.Dispose();
        }

        members.RemoveAll(member => member.Outcome is not null);
    }

    private void End(RunRecord record)
    {
        _ended.Add(record.Id);
        store.Write(record);
        observer.RunEnded(record);
    }
}
