using SparsePlugins.Storage.Leases;
using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Storage.Tests;

/// <summary>Where locks exclude nobody, a run is trained by one process at a time nevertheless.</summary>
public sealed class LeaseTests : IDisposable
{
    private const string Id = "0123456789abcdef";
    private static readonly LeaseTerms Short = LeaseTerms.Parse("lease:3");

    private readonly TemporaryFolder _folder = new();
    private readonly RunClaims _claims;

    public LeaseTests()
    {
        _claims = Claims(LeaseTerms.Parse(null));
        Directory.CreateDirectory(_folder["claims"]);
    }

    [Fact]
    public void A_lease_is_given_once_until_it_is_released()
    {
        using (Assert.IsType<IDisposable>(_claims.TryClaim(Id), exactMatch: false))
        {
            Assert.True(Claims(Short).IsClaimed(Id));
            Assert.Null(Claims(Short).TryClaim(Id));
            using var other = _claims.TryClaim("fedcba9876543210");
            Assert.NotNull(other);
        }

        Assert.False(_claims.IsClaimed(Id));
        using var again = _claims.TryClaim(Id);
        Assert.NotNull(again);
        Assert.Equal(["0123456789abcdef.1.lease", "0123456789abcdef.2.lease"], Leases());
    }

    [Fact]
    public void One_of_a_machine_that_fell_silent_expires_by_the_times_of_the_file_system()
    {
        var lease = Leave("0badcafe-7-7");
        File.SetLastWriteTimeUtc(lease, DateTime.UtcNow.AddSeconds(-80));
        Assert.Null(_claims.TryClaim(Id));

        File.SetLastWriteTimeUtc(lease, DateTime.UtcNow.AddSeconds(-110)); // It says that it expires after 100 s.
        Assert.False(_claims.IsClaimed(Id));
        using var taken = _claims.TryClaim(Id);
        Assert.NotNull(taken);
        Assert.Null(_claims.TryClaim(Id));
    }

    [Fact]
    public void One_of_a_process_of_this_machine_that_has_ended_is_free_at_once()
    {
        Leave(EndedProcess.Identity.ToString());
        using var taken = _claims.TryClaim(Id);
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_process_that_looked_before_another_one_took_the_lease_gets_nothing()
    {
        Leave(EndedProcess.Identity.ToString());
        var path = _folder[$"claims/{Id}.2.lease"];
        Assert.True(new LeaseFile(path).TryCreate(Short.Expiry));
        Assert.Null(new RunLeases(_folder["claims"], Short).TryTake(Id, newest: 1));
        Assert.Contains($"{ProcessIdentity.Current}", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_a_lock_holds_gets_no_lease_at_each_look()
    {
        using var held = new RunClaims(_folder["claims"]) { Terms = LeaseTerms.Parse(null) }.TryClaim(Id);
        Assert.NotNull(held);
        Assert.Null(new RunClaims(_folder["claims"]) { Terms = Short }.TryClaim(Id));
        Assert.Empty(Leases());
    }

    [Fact]
    public void A_lease_is_renewed_while_it_is_held()
    {
        using var held = Claims(Short).TryClaim(Id);
        Assert.NotNull(held);
        var taken = File.GetLastWriteTimeUtc(_folder[$"claims/{Id}.1.lease"]);
        Patience.Await(() =>
        {
            Assert.True(_claims.IsClaimed(Id));
            return File.GetLastWriteTimeUtc(_folder[$"claims/{Id}.1.lease"]) - taken > Short.Expiry;
        });
        Assert.Null(_claims.TryClaim(Id));
        Assert.StartsWith("expires after 0000003 s", Text(), StringComparison.Ordinal);
        Assert.NotNull(ProcessIdentity.Find(Text()));
    }

    [Fact]
    public void Processes_that_use_locks_and_processes_that_use_leases_see_each_other()
    {
        var locking = new RunClaims(_folder["claims"]);
        using (_claims.TryClaim(Id))
        {
            Assert.Null(locking.TryClaim(Id));
        }

        using var held = locking.TryClaim(Id);
        Assert.NotNull(held);
        Assert.Null(new RunClaims(_folder["claims"]) { Terms = Short }.TryClaim(Id));
    }

    [Theory]
    [InlineData("locks")]
    [InlineData("lease:2")]
    [InlineData("lease: 9")]
    public void Other_words_in_the_variable_are_refused(string text) =>
        Assert.Contains(
            "SPARSEPLUGINS_CLAIMS: must be 'lease'",
            Assert.Throws<ArgumentException>(() => LeaseTerms.Parse(text)).Message,
            StringComparison.Ordinal
        );

    public void Dispose() => _folder.Dispose();

    private RunClaims Claims(LeaseTerms terms) => new(_folder["claims"]) { Take = ClaimTests.LockNothing, Terms = terms };

    private string Leave(string owner) => _folder.Write($"claims/{Id}.1.lease", $"expires after 0000100 s, beat 0000000004, {owner}");

    private string Text() => File.ReadAllText(_folder[$"claims/{Id}.1.lease"]);

    private string[] Leases() =>
        [.. Directory.GetFiles(_folder["claims"], $"{Id}.*.lease").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
