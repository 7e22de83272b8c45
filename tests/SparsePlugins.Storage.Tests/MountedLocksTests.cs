using SparsePlugins.Storage.Leases;

namespace SparsePlugins.Storage.Tests;

/// <summary>What the table of mounts says about locks.</summary>
public sealed class MountedLocksTests
{
    [Theory]
    [InlineData("/shared/runs/claims", "lustre with localflock")]
    [InlineData("/home/me/claims", "nfs4 with local_lock=all")]
    [InlineData("/home/me/my disk/claims", null)]
    [InlineData("/home/menu/claims", null)]
    [InlineData("/shared/exact/claims", null)]
    public void Mounts_whose_locks_end_at_the_machine_are_known(string folder, string? expected)
    {
        string[] table =
        [
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "31 22 0:40 / /shared rw,relatime - lustre 10.0.0.1@tcp:/fs rw,checksum,localflock",
            "32 31 0:41 / /shared/exact rw - lustre 10.0.0.1@tcp:/fs rw,checksum,flock",
            "33 22 0:42 / /home/me rw master:2 - nfs4 server:/home rw,vers=4.2,local_lock=all,addr=10.0.0.2",
            @"34 33 0:43 / /home/me/my\040disk rw - nfs4 server:/d rw,local_lock=none",
        ];

        Assert.Equal(expected, MountedLocks.LocalOption(folder, table));
    }

    [Fact]
    public void The_mount_of_a_link_is_that_of_the_folder_that_it_leads_to()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Only Linux has the table.
        }

        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["disk/claims"]);
        Directory.CreateSymbolicLink(folder["link"], folder["disk"]);
        string[] table =
        [
            "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
            $"31 22 0:40 / {folder["disk"]} rw - lustre 10.0.0.1@tcp:/fs rw,localflock",
        ];

        Assert.Equal("lustre with localflock", MountedLocks.LocalOption(folder["link/claims"], table));
        Assert.Null(MountedLocks.LocalOption(folder["claims"], table));
    }
}
