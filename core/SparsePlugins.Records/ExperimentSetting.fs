namespace SparsePlugins.Records

open System.Collections.Generic

/// What a setting has of an axis of the manifest: `autoencoder.l1`, `0.06`.
type SettingValue = { Key: string; Value: string }

/// A setting as data; runs name it.
type ExperimentSetting =
    {
        /// `autoencoder.l1=0.06,training.steps=500`
        Name: string
        /// In the order of the manifest.
        Values: IReadOnlyList<SettingValue>
    }
