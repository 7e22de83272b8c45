/// A plot as a drawing.
module SparsePlugins.Figures.CurveFigure

open SparsePlugins.Figures.Plot

/// The whole drawing, byte for byte the same for the same plot.
let draw plot =
    let frame = Frame.layOut plot

    Sheet.draw
        (frame.Width, frame.Height)
        frame.Left
        {
            Title = plot.Title
            Subtitle = plot.Subtitle
            Description = plot.Description
        }
        [
            Svg.group [] (Frame.draw frame plot)
            Svg.group [] (Curves.thresholds frame plot)
            Svg.group [] (Curves.draw frame plot)
            Svg.group [] (ReachRows.draw frame plot)
            Svg.group [] (Curves.legend frame plot)
        ]
