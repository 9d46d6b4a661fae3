using System.CommandLine;
using MetricPlugins.Bench;

return new RootCommand("Benchmarks: figures of this product beside a named peer's, from one run on one machine.") { TrainingBench.Create(), LossBench.Create(), RetrievalBench.Create(), MeasureBench.Create(), TsneBench.Create(), ParquetBench.Create(), ImageBench.Create(), BackboneBench.Create() }.Parse(args).Invoke();
