#!/usr/bin/env bash
# Runs the manifests under experiments/ and puts the reports that they give beside them:
#
#   scripts/reproduce.sh [--fresh] [WORD...]
#
# All of them, or those whose path holds one of the words: `scripts/reproduce.sh b-rare-ratio`. Records are kept under runs/reproduce, so
# that it resumes where it was stopped, and a second time only writes the reports again; --fresh retrains everything.
set -euo pipefail
cd "$(dirname "$0")/.."
sparse=hosts/SparsePlugins.Cli/bin/Release/net10.0/sparse
fresh=()
if [ "${1:-}" = --fresh ]; then
  fresh=(--fresh)
  shift
fi

dotnet build -c Release hosts/SparsePlugins.Cli --nologo -v quiet

# reproduce MANIFEST FOLDER: the report of a manifest into a folder.
reproduce() {
  local out=runs/reproduce/${1#experiments/} started=$SECONDS
  out=${out%.yaml}
  rm -rf "$out/figures" # Of an earlier version of the report, perhaps with others.
  local weights=(--no-weights)
  if grep -q '^agreement: true' "$1"; then
    weights=() # Its report compares them.
  fi
  "$sparse" run "$1" --out "$out" "${weights[@]}" "${fresh[@]}" | { grep -v '^\[' || true; }
  mkdir -p "$2"
  rm -rf "$2/figures"
  cp -r "$out/report.md" "$out/figures" "$2/"
  echo "$1: $((SECONDS - started)) s"
}

# The folder beside a manifest that has its name; a manifest named after its folder reports into it.
folder() {
  local name
  name=$(basename "$1" .yaml)
  case $(basename "$(dirname "$1")") in
    "$name" | ?-"$name") dirname "$1" ;;
    *) echo "${1%.yaml}" ;;
  esac
}

# Whether a manifest was asked for.
wanted() {
  local manifest=$1 word
  shift
  for word; do
    if [[ $manifest == *"$word"* ]]; then
      return 0
    fi
  done
  [ $# -eq 0 ]
}

for manifest in experiments/*.yaml experiments/digits/*.yaml experiments/architectures/*.yaml experiments/starts/*.yaml experiments/agreement/*.yaml experiments/language-model/*.yaml experiments/synth-sae-bench/1k.yaml experiments/starts-on-synth-sae-bench/*.yaml experiments/informed-initialization/*/*.yaml; do
  if wanted "$manifest" "$@"; then
    reproduce "$manifest" "$(folder "$manifest")"
  fi
done

dead=informed-initialization/d-dead-features
if wanted "experiments/$dead/top-k.yaml" "$@"; then
  "$sparse" compare "runs/reproduce/$dead/top-k" "runs/reproduce/$dead/top-k-auxk" --format md > "experiments/$dead/compare.md"
fi

# again MANIFEST BASELINE FOLDER: the same runs, compared with another baseline.
again() {
  local out=runs/reproduce/${1#experiments/}
  out=${out%.yaml}
  "$sparse" run "$1" --set "baseline=$2" --out "$out" --no-weights
  mkdir -p "$3"
  rm -rf "$3/figures"
  cp -r "$out/report.md" "$out/figures" "$3/"
}

if wanted experiments/language-model/language-model.yaml "$@"; then
  again experiments/language-model/language-model.yaml worst-residuals experiments/language-model/revival
fi

if wanted experiments/minilm/minilm.yaml "$@"; then
  if [ ! -f experiments/minilm/activations.npy ]; then
    dotnet run -c Release experiments/minilm/record.cs -- experiments/language-model/data/held-out.txt.gz experiments/minilm/activations.npy
  fi
  reproduce experiments/minilm/minilm.yaml experiments/minilm
fi
