#!/usr/bin/env bash
# Runs the manifests under experiments/ anew and puts the reports that they give beside them.
set -euo pipefail
cd "$(dirname "$0")/.."
sparse=hosts/SparsePlugins.Cli/bin/Release/net10.0/sparse
dotnet build -c Release hosts/SparsePlugins.Cli --nologo -v quiet

# reproduce MANIFEST FOLDER: the report of a manifest into a folder.
reproduce() {
  local out
  out=$(mktemp -d)
  "$sparse" run "$1" --out "$out"
  mkdir -p "$2"
  rm -rf "$2/figures"
  cp -r "$out/report.md" "$out/figures" "$2/"
  rm -rf "$out"
}

reproduce experiments/quickstart.yaml experiments/quickstart
reproduce experiments/digits/digits.yaml experiments/digits
