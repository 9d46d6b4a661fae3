namespace MetricPlugins.Core.Reporting

open MetricPlugins.Core

/// What is found against the baseline, and the samples that no loss does well by, as HTML.
module ComparisonHtml =

    let private list =
        List.map (Html.leaf "li" []) >> Html.lines >> Html.element "ul" []

    /// Which loss for which need, then each figure with its findings folded below.
    let comparison (found: StudyComparison) : string =
        Html.lines
            [
                if not found.Guidance.IsEmpty then
                    list found.Guidance

                for subject, lines in StudyComparison.findings found do
                    Html.element "details" [] (Html.leaf "summary" [] subject + list lines)

                TableHtml.notes [ StudyComparison.Note ]
            ]

    let private row (sample: HardSample) =
        [
            string sample.Index
            sample.ClassName
            sample.TakenFor
            ReportTable.number sample.AveragePrecision
            string sample.LatestFirstHit
        ]
        |> List.map (Html.leaf "td" [])
        |> String.concat ""
        |> Html.element "tr" []

    /// A table for each place that has any.
    let hardSamples (places: (ComparedPlace * HardSample list) list) : string =
        let head =
            [
                "test sample"
                "class"
                "most often nearest to"
                "average precision"
                "latest first hit"
            ]
            |> List.map (Html.leaf "th" [ "scope", "col" ])
            |> String.concat ""
            |> Html.element "tr" []
            |> Html.element "thead" []

        Html.lines
            [
                TableHtml.notes
                    [
                        "Test samples with the least average precision at R, mean over all losses and seeds: look there for wrong labels, odd samples and classes that overlap."
                    ]

                for place, samples in places do
                    Html.leaf "h3" [] place.Title
                    Html.element "table" [] (head + Html.element "tbody" [] (samples |> List.map row |> Html.lines))
            ]
