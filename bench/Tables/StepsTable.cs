namespace MetricPlugins.Bench.Tables;

/// <summary>As steps.parquet of a run: a noisy loss that falls, with norms that were computed in single precision.</summary>
internal sealed class StepsTable : Table
{
    private const int BatchSize = 64;
    private const int Samples = 60_000;

    private readonly NumberColumn<long> step, terms, active;
    private readonly NumberColumn<int> epoch, batchSize;
    private readonly NumberColumn<double> lossValue, activeSampleRatio, gradNorm, gradNormModel, gradNormLoss, gradNormEmbedding, learningRate;
    private readonly OptionalDoubleColumn activeRatio;

    public StepsTable(long rows)
        : base(rows)
    {
        Columns =
        [
            .. Identity(Capacity),
            step = new("step", Capacity),
            epoch = new("epoch", Capacity),
            batchSize = new("batch_size", Capacity),
            lossValue = new("loss_value", Capacity),
            terms = new("terms", Capacity),
            active = new("active", Capacity),
            activeRatio = new("active_ratio", Capacity),
            activeSampleRatio = new("active_sample_ratio", Capacity),
            gradNorm = new("grad_norm", Capacity),
            gradNormModel = new("grad_norm_model", Capacity),
            gradNormLoss = new("grad_norm_loss", Capacity),
            gradNormEmbedding = new("grad_norm_embedding", Capacity),
            learningRate = new("learning_rate", Capacity),
        ];
    }

    public override void Fill(long start, int rows)
    {
        var random = new Random((int)start);
        for (var row = 0; row < rows; row++)
        {
            const int EpochSteps = (Samples + BatchSize - 1) / BatchSize;
            var number = start + row;
            var samples = (int)Math.Min(BatchSize, Samples - number % EpochSteps * BatchSize);
            var difficulty = 0.05 + 0.95 / (1 + number / 1e5);

            step.Values[row] = number;
            epoch.Values[row] = (int)(number / EpochSteps);
            batchSize.Values[row] = samples;
            lossValue.Values[row] = Noisy(0.4 * difficulty);
            // One step in a hundred finds no triplet.
            terms.Values[row] = random.Next(100) == 0 ? 0 : random.Next(300, 400) * samples;
            active.Values[row] = (long)(terms.Values[row] * Noisy(0.6 * difficulty));
            activeRatio.Values[row] = terms.Values[row] == 0 ? null : (double)active.Values[row] / terms.Values[row];
            activeSampleRatio.Values[row] = (double)random.Next(samples / 2, samples + 1) / samples;
            gradNormModel.Values[row] = Noisy(2 * difficulty);
            gradNormLoss.Values[row] = Noisy(0.1 * difficulty);
            gradNorm.Values[row] = double.Hypot(gradNormModel.Values[row], gradNormLoss.Values[row]);
            gradNormEmbedding.Values[row] = Noisy(0.02 * difficulty);
            learningRate.Values[row] = 1e-3;
        }

        double Noisy(double mean) => (float)(mean * (0.5 + random.NextDouble()));
    }
}
