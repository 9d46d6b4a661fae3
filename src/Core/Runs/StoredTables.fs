namespace MetricPlugins.Core

/// The catalogue of a run's Parquet files and their columns, for the documentation and for lists of columns.
module StoredTables =

    /// Columns that every file repeats in each row, before its own columns.
    [<CompiledName("Identity")>]
    let identity: Column list = Columns.all<RunIdentity>()

    /// Files by name, each with its own columns.
    [<CompiledName("All")>]
    let all: (string * Column list) list =
        [
            RunFiles.Steps, Columns.all<StepRow>()
            RunFiles.Epochs, Columns.all<EpochRow>()
            RunFiles.Timings, Columns.all<TimingRow>()
            RunFiles.Embeddings, RunFiles.embeddingColumns
            AnalysisFiles.Metrics, Columns.all<Metric>()
            AnalysisFiles.Classes, Columns.all<ClassRow>()
            AnalysisFiles.ClassPairs, Columns.all<ClassPairRow>()
            AnalysisFiles.Queries, Columns.all<QueryRow>()
            InputProjection.File, InputProjection.columns
            RunFiles.Run,
            Columns.all<TrainingSettings>()
            @ Columns.all<RunFacts>()
            @ Columns.all<RunFigures>()
        ]
