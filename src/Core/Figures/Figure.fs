namespace MetricPlugins.Core

/// A picture as SVG text.
type Figure =
    {
        /// Names its file, without a suffix.
        Name: string
        /// In pixels. A figure of 440 fits a column of print, its text then about as large as a footnote's.
        Width: int
        Height: int
        /// A whole document, XML declaration included.
        Svg: string
    }

/// What a figure says about itself.
type FigureText =
    {
        /// Names its file, without a suffix.
        Name: string
        Title: string
        /// What the axes measure, with the unit or the distance.
        X: string
        Y: string
    }
