namespace MetricPlugins.Core

open System
open ScottPlot
open ScottPlot.TickGenerators

/// What all figures share: sizes, fonts, legends, and what stands where nothing can be drawn.
module internal Canvas =

    /// A column of print.
    let column = 440
    /// The width of a page of print.
    let page = 900

    // For text of about 6.5 points in a column of 85 mm.
    let private textSize = 12f
    let labelSize = 13f
    let private titleSize = 14f
    // Pixels a letter takes on average.
    let letter = 7.5
    let private titleLetter = 8.2
    // Pixels of a figure's height that are not beside its left axis.
    let private besideLeft = 80
    let private legendRow = 21
    let private legendFrame = 40

    /// Lines of at most so many letters, broken at spaces.
    let wrap (letters: int) (text: string) =
        (([], ""), text.Split ' ')
        ||> Array.fold (fun (lines, line) word ->
            if line = "" then
                lines, word
            elif line.Length + 1 + word.Length <= letters then
                lines, $"{line} {word}"
            else
                line :: lines, word)
        |> fun (lines, line) -> String.Join('\n', List.rev (line :: lines))

    /// Letters that fit into so many pixels.
    let letters (pixels: int) = int (double pixels / letter)

    let private titleLetters (pixels: int) = int (double pixels / titleLetter)

    let create (text: FigureText) (width: int) (height: int) : Plot =
        let plot = new Plot()
        plot.Title(wrap (titleLetters width) text.Title, titleSize)
        plot.Axes.Title.FullFigureCenter <- true
        plot.XLabel(text.X, labelSize)
        plot.YLabel(wrap (letters (height - besideLeft)) text.Y, labelSize)

        for axis in [ plot.Axes.Bottom :> IAxis; plot.Axes.Left ] do
            axis.Label.Bold <- false
            axis.TickLabelStyle.FontSize <- textSize

        plot.Legend.FontSize <- Nullable textSize
        plot.Legend.OutlineColor <- Colors.Transparent
        plot.Legend.ShadowColor <- Colors.Transparent
        plot

    /// Lays both axes.
    let scale (plot: Plot) (x: AxisScale) (y: AxisScale) =
        plot.Axes.SetLimits(fst x.Limits, snd x.Limits, fst y.Limits, snd y.Limits)
        plot.Axes.Bottom.TickGenerator <- x.Ticks
        plot.Axes.Left.TickGenerator <- y.Ticks

    /// Axes without ticks.
    let hideTicks (plot: Plot) =
        plot.HideGrid()
        plot.Axes.Bottom.TickGenerator <- NumericManual()
        plot.Axes.Left.TickGenerator <- NumericManual()

    /// Says in the middle why there is nothing else.
    let notice (plot: Plot) (text: string) =
        hideTicks plot
        plot.Axes.SetLimits(0.0, 1.0, 0.0, 1.0)
        let message = plot.Add.Text(text, 0.5, 0.5)
        message.LabelAlignment <- Alignment.MiddleCenter
        message.LabelFontColor <- Colors.Gray
        message.LabelFontSize <- labelSize

    /// A legend's entry, in lines that fit into a figure.
    let legendText (width: int) (label: string) = wrap (letters (width - 80)) label

    let finish (name: string) (width: int) (height: int) (plot: Plot) : Figure =
        {
            Name = name
            Width = width
            Height = height
            Svg = plot.GetSvgXml(width, height)
        }

    /// With a legend: beside short names, below long ones. The figure grows, its data keep their room.
    let finishWithLegend (name: string) (width: int) (height: int) (plot: Plot) : Figure =
        let lines = plot.Legend.GetItems() |> Array.collect _.LabelText.Split('\n')

        let rows = lines.Length * legendRow + legendFrame

        if lines.Length = 0 then
            finish name width height plot
        elif lines |> Array.forall (fun line -> line.Length <= letters (width / 5)) then
            plot.ShowLegend Edge.Right |> ignore
            // Stands over the data and what is left of them.
            let title = plot.Axes.Title.Label
            title.Text <- wrap (titleLetters (width * 2 / 3)) (title.Text.Replace('\n', ' '))
            finish name width (max height rows) plot
        else
            plot.ShowLegend Edge.Bottom |> ignore
            plot.Legend.Orientation <- Orientation.Vertical
            finish name width (height + rows) plot
