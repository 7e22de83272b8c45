namespace SparsePlugins.Storage.Leases;

/// <summary>A lease of this process, which reports that it is alive until it is disposed.</summary>
internal sealed class HeldLease : IDisposable
{
    private readonly LeaseFile _file;
    private readonly LeaseTerms _terms;
    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private int _beats;
    private bool _isReleased;

    public HeldLease(LeaseFile file, LeaseTerms terms)
    {
        (_file, _terms) = (file, terms);
        _timer = new Timer(_ => Write(() => _file.Beat(_terms.Expiry, ++_beats)), null, terms.BetweenBeats, terms.BetweenBeats);
    }

    /// <summary>Releases it.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Write(() =>
        {
            _isReleased = true;
            _file.Release();
        });
    }

    /// <summary>What can't be written now is written at the next beat; a lease that can't be released expires.</summary>
    private void Write(Action write)
    {
        lock (_lock)
        {
            try
            {
                if (!_isReleased)
                {
                    write();
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The next beat tries again.
            }
        }
    }
}
