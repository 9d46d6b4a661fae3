using System.CommandLine;
using MetricPlugins.Bench;

return new RootCommand("Benchmarks: this product compared with a named peer, in one run on one machine.") { TrainingBench.Create(), LossBench.Create(), RetrievalBench.Create(), MeasureBench.Create(), TsneBench.Create(), ParquetBench.Create(), ImageBench.Create(), BackboneBench.Create() }.Parse(args).Invoke();
