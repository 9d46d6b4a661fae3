namespace ScottPlot;

public interface IAxis : IPanel
{
    double Min { get; set; }

    double Max { get; set; }

    ITickGenerator TickGenerator { get; set; }

    LabelStyle Label { get; }

    LabelStyle TickLabelStyle { get; set; }

    LineStyle FrameLineStyle { get; }
}

public interface IXAxis : IAxis;

public interface IYAxis : IAxis;
