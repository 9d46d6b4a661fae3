namespace MetricPlugins.Core

open System
open System.Globalization
open System.Reflection
open System.Text.Json
open System.Text.Json.Nodes
open FSharp.Reflection
open MetricPlugins

/// How batches are drawn.
type Sampler =
    /// All samples in random order, one batch after another; the last batch may be smaller.
    | Shuffle
    /// P × K sampling: batches of `classes` different classes with `samples` samples of each. Outliers, which have no class, are never
    /// drawn; an epoch has as many batches as would cover every sample once, outliers included.
    | ClassBalanced of classes: int * samples: int

    /// `shuffle`, or `8x4` for 8 classes with 4 samples each.
    override sampler.ToString() =
        match sampler with
        | Shuffle -> "shuffle"
        | ClassBalanced(classes, samples) -> $"{classes}x{samples}"

    /// Samples in a batch if every class has enough; null if the sampler does not set it.
    member sampler.BatchSize =
        match sampler with
        | Shuffle -> Nullable()
        | ClassBalanced(classes, samples) -> Nullable(int64 classes * int64 samples)

    /// Parses the result of `ToString`; raises a FormatException for any other text.
    static member Parse(text: string) : Sampler =
        let number (part: string) =
            match Int32.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture) with
            | true, value -> Some value
            | false, _ -> None

        match text, text.Split 'x' |> Array.map number with
        | "shuffle", _ -> Shuffle
        | _, [| Some classes; Some samples |] -> ClassBalanced(classes, samples)
        | _ -> raise (FormatException $"A sampler is shuffle, or classes x samples as in 8x4; got \"{text}\".")

/// Declares a field of `TrainingSettings` as a setting: its name is the field's in snake_case, its type the field's; `meaning` is its
/// documentation everywhere. Bounds apply to numbers.
[<AttributeUsage(AttributeTargets.Property)>]
type SettingAttribute(meaning: string) =
    inherit ColumnAttribute(meaning)

    /// The kind of value, in words.
    member val Takes = "a number" with get, set

    /// Inclusive minimum.
    member val AtLeast = Double.NegativeInfinity with get, set

    /// Exclusive minimum.
    member val Above = Double.NegativeInfinity with get, set

    /// Inclusive maximum.
    member val AtMost = Double.PositiveInfinity with get, set

    /// The setting affects only what is measured during training, neither the model nor the run's name.
    member val IsMeasuring = false with get, set

/// All training settings. The study's keywords, `--set`, the options of `metric train`, the messages to workers, a run's configuration,
/// columns of run.parquet and tables of the documentation follow from its fields. A setting of a later version (`IsLater`) is part of a
/// configuration only if it differs from its default, so that the hashes of earlier runs stay valid.
type TrainingSettings =
    {
        [<Setting("Passes over the training samples.", Takes = "a whole number", AtLeast = 1.0)>]
        Epochs: int
        [<Setting("Samples per batch; a class-balanced sampler sets it.", Takes = "a whole number", AtLeast = 2.0)>]
        BatchSize: int
        [<Setting("Learning rate of Adam.", Above = 0.0)>]
        LearningRate: double
        [<Setting("Weight decay of Adam: an L2 penalty added to the gradient.", AtLeast = 0.0)>]
        WeightDecay: double
        [<Setting("How batches are drawn: shuffle, or 8x4 for 8 classes with 4 samples each.",
                  Takes = "shuffle, or classes x samples as in 8x4")>]
        Sampler: Sampler
        [<Setting("Share of each class of the train split to hold out as the validation split.",
                  Takes = "a share",
                  AtLeast = 0.0,
                  AtMost = 0.5)>]
        Validation: double
        [<Setting("Epochs between measurements of geometry and recall@1 on the test split; 0: never.",
                  Takes = "a whole number",
                  AtLeast = 0.0,
                  IsMeasuring = true)>]
        VarianceEvery: int
        [<Setting("Maximum L2 norm of the gradient over all trained parameters; a larger gradient is scaled down to it. 0: no clipping.",
                  AtLeast = 0.0,
                  IsLater = true)>]
        GradientClip: double
    }

    /// The settings of Zeng (2025).
    static member Default =
        {
            Epochs = 50
            BatchSize = 64
            LearningRate = 1e-3
            WeightDecay = 1e-5
            Sampler = Shuffle
            Validation = 0.0
            VarianceEvery = 0
            GradientClip = 0.0
        }

/// One setting of training.
type Setting =
    {
        /// In snake_case.
        Name: string
        Meaning: string
        /// The values it takes: `a whole number, at least 1`.
        Takes: string
        /// The default as text.
        Default: string
        IsMeasuring: bool
        /// A configuration omits it if it has its default.
        IsLater: bool
        /// Its value in JSON.
        Json: TrainingSettings -> JsonNode
        /// The settings with this one parsed from text; raises a FormatException for invalid text.
        Set: string -> TrainingSettings -> TrainingSettings
        /// The problem with its value, if any.
        Problem: TrainingSettings -> string option
    }

/// The catalogue of training settings.
module Settings =

    let private number (value: double) =
        value.ToString("R", CultureInfo.InvariantCulture)

    let private domain (setting: SettingAttribute) =
        match setting with
        | s when Double.IsFinite s.Above -> $"above {number s.Above}"
        | s when Double.IsFinite s.AtLeast && Double.IsFinite s.AtMost -> $"{number s.AtLeast} to {number s.AtMost}"
        | s when Double.IsFinite s.AtLeast -> $"at least {number s.AtLeast}"
        | _ -> ""

    let private parse (t: Type) (text: string) : obj =
        let culture = CultureInfo.InvariantCulture

        if t = typeof<int> then
            Int32.Parse(text, NumberStyles.AllowLeadingSign, culture)
        elif t = typeof<double> then
            Double.Parse(text, NumberStyles.Float, culture)
        else
            // Of a type with a text form.
            let parser = t.GetMethod("Parse", [| typeof<string> |]) |> nonNull

            parser.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [| box text |], culture)
            |> nonNull

    let private json (value: obj) : JsonNode =
        let json: JsonValue | null =
            match value with
            | :? int as i -> JsonValue.Create i
            | :? double as d -> JsonValue.Create d
            | other -> JsonValue.Create(string other)

        nonNull json

    let private ofProperty index (property: PropertyInfo) : Setting =
        let setting = property.GetCustomAttribute<SettingAttribute>() |> nonNull
        let name = Columns.snakeCase property.Name
        let range = domain setting

        let takes =
            if range = "" then
                setting.Takes
            else
                $"{setting.Takes}, {range}"

        let value (settings: TrainingSettings) = property.GetValue settings |> nonNull

        let text value =
            String.Format(CultureInfo.InvariantCulture, "{0}", [| value |])

        let set written (settings: TrainingSettings) =
            try
                let fields = FSharpValue.GetRecordFields settings
                fields[index] <- parse property.PropertyType written
                FSharpValue.MakeRecord(typeof<TrainingSettings>, fields) :?> TrainingSettings
            with
            | :? FormatException
            | :? OverflowException -> raise (FormatException $"{name} takes {takes}; got \"{written}\".")

        let isIn (value: double) =
            Double.IsFinite value
            && value > setting.Above
            && value >= setting.AtLeast
            && value <= setting.AtMost

        {
            Name = name
            Meaning = setting.Meaning
            Takes = takes
            Default = text (value TrainingSettings.Default)
            IsMeasuring = setting.IsMeasuring
            IsLater = setting.IsLater
            Json = value >> json
            Set = set
            Problem =
                fun settings ->
                    match value settings with
                    | :? Sampler -> None
                    | number when isIn (Convert.ToDouble(number, CultureInfo.InvariantCulture)) -> None
                    | other -> Some $"{name} is {range}; got {text other}."
        }

    /// Every setting, in the order of its record.
    [<CompiledName("All")>]
    let all: Setting list =
        FSharpType.GetRecordFields typeof<TrainingSettings>
        |> Array.mapi ofProperty
        |> List.ofArray

    /// Sets a setting by name from text. A sampler with a known batch size also sets batch_size. Raises a FormatException that says what
    /// the setting takes.
    [<CompiledName("Set")>]
    let set (name: string) (written: string) (settings: TrainingSettings) : TrainingSettings =
        let setting = all |> List.find (fun setting -> setting.Name = name)
        let changed = setting.Set written settings

        match changed.Sampler.BatchSize with
        | size when name = "sampler" && size.HasValue ->
            { changed with
                BatchSize = int (min size.Value (int64 Int32.MaxValue))
            }
        | _ -> changed

    /// Sets several settings, the sampler first, so that an explicit batch size beside it is kept and can be checked.
    [<CompiledName("SetAll")>]
    let setAll (written: (string * string) seq) (settings: TrainingSettings) : TrainingSettings =
        let sampler, others =
            written |> List.ofSeq |> List.partition (fun (name, _) -> name = "sampler")

        (settings, sampler @ others)
        ||> List.fold (fun settings (name, text) -> set name text settings)

    /// Everything wrong with the settings, a line each.
    [<CompiledName("Problems")>]
    let problems (settings: TrainingSettings) : string list =
        [
            yield! all |> List.choose (fun setting -> setting.Problem settings)

            match settings.Sampler with
            | ClassBalanced(classes, samples) when classes < 2 || samples < 2 ->
                "sampler takes at least 2 classes with at least 2 samples each, as in 8x4, so that a batch has pairs of both kinds; "
                + $"got {settings.Sampler}."
            | sampler when
                sampler.BatchSize.HasValue
                && sampler.BatchSize.Value <> int64 settings.BatchSize
                ->
                $"batch_size is {sampler.BatchSize} with sampler {sampler}; got {settings.BatchSize}."
            | _ -> ()
        ]

    /// The settings as in a run's configuration.
    [<CompiledName("ToJson")>]
    let toJson (settings: TrainingSettings) : JsonObject =
        let json = JsonObject()

        for setting in all do
            let value = setting.Json settings

            if
                not (
                    setting.IsLater
                    && JsonNode.DeepEquals(value, setting.Json TrainingSettings.Default)
                )
            then
                json.Add(setting.Name, value)

        json

    /// Parses the result of `toJson`.
    [<CompiledName("OfJson")>]
    let ofJson (json: JsonObject) : TrainingSettings =
        (TrainingSettings.Default, all)
        ||> List.fold (fun settings setting ->
            match json[setting.Name] with
            | null -> settings
            | value -> setting.Set (string value) settings)

    /// The settings without those that only affect measuring.
    [<CompiledName("Deciding")>]
    let deciding (settings: TrainingSettings) : TrainingSettings =
        (settings, all |> List.filter _.IsMeasuring)
        ||> List.fold (fun settings setting -> setting.Set setting.Default settings)

/// Keywords of a study that are training settings.
[<AbstractClass>]
type SettingKeywords<'Study>() =

    /// The study with changed settings.
    abstract Train: study: 'Study * change: (TrainingSettings -> TrainingSettings) -> 'Study

    /// Passes over the train split.
    [<CustomOperation "epochs">]
    member keywords.Epochs(study: 'Study, epochs: int) =
        keywords.Train(study, (fun settings -> { settings with Epochs = epochs }))

    /// Samples in a batch.
    [<CustomOperation "batch_size">]
    member keywords.BatchSize(study: 'Study, size: int) =
        keywords.Train(study, (fun settings -> { settings with BatchSize = size }))

    /// Adam's learning rate and weight decay.
    [<CustomOperation "adam">]
    member keywords.Adam(study: 'Study, learningRate: double, weightDecay: double) =
        keywords.Train(
            study,
            (fun settings ->
                { settings with
                    LearningRate = learningRate
                    WeightDecay = weightDecay
                })
        )

    /// How batches are drawn: `shuffle`, or `class_balanced 8 4` for 8 classes × 4 samples, which also sets the batch size.
    [<CustomOperation "sampler">]
    member keywords.Sampler(study: 'Study, sampler: Sampler) =
        keywords.Train(study, Settings.set "sampler" (string sampler))

    /// Share of the train split to hold out of training as the validation split, to choose options on.
    [<CustomOperation "validation">]
    member keywords.Validation(study: 'Study, share: double) =
        keywords.Train(study, (fun settings -> { settings with Validation = share }))

    /// Epochs between two measurements of the test split's geometry.
    [<CustomOperation "variance_every">]
    member keywords.VarianceEvery(study: 'Study, epochs: int) =
        keywords.Train(study, (fun settings -> { settings with VarianceEvery = epochs }))

    /// Greatest L2 norm of a step's gradient; larger gradients are scaled down to it.
    [<CustomOperation "gradient_clip">]
    member keywords.GradientClip(study: 'Study, norm: double) =
        keywords.Train(study, (fun settings -> { settings with GradientClip = norm }))
