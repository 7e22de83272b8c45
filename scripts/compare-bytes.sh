#!/usr/bin/env bash
# Shows that what is trained is the same bytes as in an earlier commit, on this machine:
#
#   scripts/compare-bytes.sh COMMIT
#
# Builds the command as it is and as it was, trains the manifests under tests/bytes of either version with it, interrupts some of those
# trainings and resumes them, and compares the tensors, curves and revivals of every run. Exit 0 means that all are equal.
set -euo pipefail
cd "$(dirname "$0")/.."
base=$(git rev-parse --verify "${1:?usage: scripts/compare-bytes.sh COMMIT}^{commit}")
work=runs/bytes
rm -rf "$work/after"
mkdir -p "$work"

# train CHECKOUT OUT: every manifest of a checkout, by its own build.
train() {
  local sparse=$1/hosts/SparsePlugins.Cli/bin/Release/net10.0/sparse manifest name
  dotnet build -c Release "$1/hosts/SparsePlugins.Cli" --nologo -v quiet
  for manifest in "$1"/tests/bytes/*.yaml; do
    name=$(basename "$manifest" .yaml)
    "$sparse" run "$manifest" --out "$2/$name" >/dev/null 2>&1
    interrupt "$sparse" "$manifest" "$2/$name-resumed"
  done
}

# interrupt SPARSE MANIFEST OUT: trains it with stops, each a little later than the one before, until it is done.
interrupt() {
  local code=75 seconds=2
  while [ $code = 75 ] || [ $code = 143 ]; do # 143: stopped before it had begun.
    code=0
    timeout --preserve-status --signal=TERM "$seconds" "$1" run "$2" --out "$3" >/dev/null 2>&1 || code=$?
    seconds=$((seconds + 1))
  done
  [ $code = 0 ]
}

if [ ! -e "$work/before/.done-$base" ]; then
  rm -rf "$work/before" "$work/checkout"
  git worktree prune
  git worktree add --quiet --detach "$work/checkout" "$base"
  train "$work/checkout" "$work/before"
  git worktree remove --force "$work/checkout"
  touch "$work/before/.done-$base"
fi
train . "$work/after"
dotnet run -c Release --project tests/SparsePlugins.Benchmarks -- bytes "$work/before" "$work/after"
