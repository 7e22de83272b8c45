namespace SparsePlugins.Manifests

open SparsePlugins.Specs

/// What `source` says besides its component.
type InputRead =
    {
        Center: Stated<InputCenter>
        Scale: Stated<InputScale>
        DropLongerThan: Stated<float>
    }

module InputKeys =
    let center =
        Key.choice
            "center"
            ([ NoCenter; MeanCenter; MedianCenter ]
             |> List.map (fun center -> center.Word, center))
            "What is subtracted from every row: the mean or the geometric median of the rows of training.sample."

    let scale =
        Key.choice
            "scale"
            ([ NoScale; UnitMeanNorm; PerFeature; Whiten ]
             |> List.map (fun scale -> scale.Word, scale))
            "What rows are multiplied by after that, from the same rows: one number, with which their mean length is 1; one number for each of the D values, with which its standard deviation is 1; or the symmetric matrix with which their covariance is the identity."

    let dropLongerThan =
        Key.number
            "drop_longer_than"
            (0.0, 1e12)
            0.0
            "Drops rows that are more than this many times as long as the median row of training.sample, before anything else. In a batch the next row that stays takes the place of one that is dropped. 0 drops none."

    let section: KeySection<InputRead> =
        {
            Fields = [ center.Field; scale.Field; dropLongerThan.Field ]
            Read =
                fun values ->
                    {
                        Center = Key.get center values
                        Scale = Key.get scale values
                        DropLongerThan = Key.get dropLongerThan values
                    }
        }

    let spec (read: InputRead) : InputSpec =
        {
            Center = read.Center.Value
            Scale = read.Scale.Value
            DropLongerThan = read.DropLongerThan.Value
        }
