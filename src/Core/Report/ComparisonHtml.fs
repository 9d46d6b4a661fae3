namespace MetricPlugins.Core.Reporting

open MetricPlugins.Core

/// What is found against the baseline, and the samples that no loss does well by, as HTML.
module ComparisonHtml =

    let private list =
        List.map (Html.leaf "li" []) >> Html.lines >> Html.element "ul" []

    /// Which loss for which need, then, by place where there are several, each figure with its findings folded below.
    let comparison (found: StudyComparison) : string =
        let findings = StudyComparison.findings found

        Html.lines
            [
                if not found.Guidance.IsEmpty then
                    list found.Guidance

                for place, subjects in findings do
                    if findings.Length > 1 then
                        Html.leaf "h3" [] place

                    for subject, lines in subjects do
                        Html.element "details" [] (Html.leaf "summary" [] subject + list lines)

                TableHtml.notes [ StudyComparison.Note ]
            ]

    let private row (sample: HardSample) =
        [
            TableHtml.numberCell (string sample.Index) (string sample.Index)
            TableHtml.textCell sample.ClassName
            TableHtml.textCell sample.TakenFor
            TableHtml.numberCell (ReportTable.number sample.AveragePrecision) (TableHtml.order sample.AveragePrecision)
            TableHtml.numberCell (string sample.LatestFirstHit) (string sample.LatestFirstHit)
        ]
        |> String.concat ""
        |> Html.element "tr" []

    let private columns =
        [
            TableHtml.sortable "test sample" true
            TableHtml.sortable "class" false
            TableHtml.sortable "most often nearest to" false
            TableHtml.sortable "average precision" true
            TableHtml.sortable "latest first hit" true
        ]

    /// A table for each place that has any.
    let hardSamples (places: (ComparedPlace * HardSample list) list) : string =
        Html.lines
            [
                TableHtml.notes
                    [
                        "Test samples with the least average precision at R, mean over all losses and seeds: look there for wrong labels, odd samples and classes that overlap."
                    ]

                for index, (place, samples) in List.indexed places do
                    let title = $"hard-{index}"
                    Html.leaf "h3" [ "id", title ] place.Title

                    samples
                    |> List.map row
                    |> Html.lines
                    |> Html.element "tbody" []
                    |> TableHtml.scrolling title columns
            ]
