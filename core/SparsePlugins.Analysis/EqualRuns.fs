/// Runs that are equal to the bit in everything that was measured.
module SparsePlugins.Analysis.EqualRuns

open System

open SparsePlugins.Records

/// By their bits, so that an undefined value is equal to itself.
let private areEqualCurves (left: Curve) (right: Curve) =
    left.Measurement = right.Measurement
    && Seq.forall2 (=) left.Steps right.Steps
    && Seq.forall2
        (fun (a: float) b -> BitConverter.DoubleToInt64Bits a = BitConverter.DoubleToInt64Bits b)
        left.Values
        right.Values

/// Whether two runs ended alike, with every measurement equal.
let areEqual (left: RunRecord, right: RunRecord) =
    left.Outcome = right.Outcome
    && left.Steps = right.Steps
    && left.Curves.Count > 0
    && left.Curves.Count = right.Curves.Count
    && Seq.forall2
        (fun (a: Curve) (b: Curve) -> a.Steps.Count = b.Steps.Count && areEqualCurves a b)
        left.Curves
        right.Curves
