#!/usr/bin/env bash
# Packs `sparse` for a Linux x86-64 machine that has a PyTorch and no .NET, without libtorch, into one archive:
#   scripts/pack.sh          writes artifacts/sparseplugins-VERSION-linux-x64.tar.gz
#   scripts/pack.sh --try    also unpacks it, runs its self-test and times its start, without .NET in reach,
#                            against $SPARSEPLUGINS_LIBTORCH (by default the libtorch of the NuGet cache)
# There: tar xf sparseplugins-*.tar.gz, activate an environment with PyTorch (or set SPARSEPLUGINS_LIBTORCH=.../torch/lib), ./sparse doctor --self-test
set -euo pipefail
cd "$(dirname "$0")/.."

limit_mib=60
build=artifacts/pack
host=hosts/SparsePlugins.Cli
version=$(dotnet msbuild $host -getProperty:Version)
name=sparseplugins-$version-linux-x64
stage=$build/$name
archive=artifacts/$name.tar.gz

fail() { echo "pack: $*" >&2; exit 1; }

# A build of its own: nothing that lies in bin/ by hand or by test gets in, and the ordinary build stays as it is.
rm -rf $build
dotnet publish $host -c Release -r linux-x64 --self-contained --artifacts-path $build -p:UsesLibTorch=false -o "$stage" -v quiet

for project in plugins/*/*.*proj; do
    plugin=$(basename "${project%.*}")
    mkdir -p "$stage/plugins"
    cp -R "$build/bin/$plugin/release" "$stage/plugins/$plugin"
done
git ls-files -z -- README.md LICENSE experiments schema | xargs -0 cp --parents -t "$stage"

for needed in sparse sparse.dll libLibTorchSharp.so libcoreclr.so LICENSE; do
    [[ -f $stage/$needed ]] || fail "$needed is missing in $stage"
done
for plugin in "$stage"/plugins/*; do
    [[ -f $plugin/$(basename "$plugin").dll ]] || fail "$plugin holds no $(basename "$plugin").dll"
done
unwanted=$(find "$stage" -name 'libtorch*.so*' -o -name 'libc10*.so*' -o -name 'libSkiaSharp*')
[[ -z $unwanted ]] || fail "these must not be packed: $unwanted"
! grep -q 'SparsePlugins.LibTorch' "$stage/sparse.runtimeconfig.json" || fail "sparse.runtimeconfig.json names this machine's libtorch"

# The same sources give the same archive.
tar --sort=name --owner=0 --group=0 --numeric-owner --mode=go=u,go-w --mtime="@$(git log -1 --format=%ct)" -C $build -cf - "$name" | gzip -9n >"$archive"

bytes=$(stat -c %s "$archive")
((bytes < limit_mib * 1024 * 1024)) || fail "$archive has $bytes bytes; it must stay under $limit_mib MiB"
echo "$archive: $((bytes / 1024 / 1024)) MiB, $(tar tf "$archive" | grep -c '/plugins/[^/]*/$') plugin folders"

if [[ ${1:-} == --try ]]; then
    there=$(mktemp -d)
    trap 'rm -rf "$there"' EXIT
    tar xf "$archive" -C "$there"
    packages=$(dotnet msbuild $host -getProperty:NuGetPackageRoot)
    libtorch=${SPARSEPLUGINS_LIBTORCH:-$packages/libtorch-cpu-linux-x64/$(dotnet msbuild $host -getProperty:LibTorchVersion)/runtimes/linux-x64/native}
    there_sparse() { env -i HOME="$there" PATH=/usr/bin:/bin SPARSEPLUGINS_LIBTORCH="$libtorch" "$there/$name/sparse" "$@"; }
    there_sparse doctor --self-test

    # The fastest of three starts, as a busy machine may make one wait.
    fastest=999999
    for _ in 1 2 3; do
        began=$(date +%s%3N)
        there_sparse components >/dev/null
        took=$(($(date +%s%3N) - began))
        fastest=$((took < fastest ? took : fastest))
    done
    echo "start: $fastest ms for 'sparse components', with all plugins loaded (goal: 2000)"
fi
