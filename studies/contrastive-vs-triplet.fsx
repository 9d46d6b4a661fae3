// Does triplet loss keep more spread within classes than contrastive loss, and does contrastive loss spend its gradient sooner?
// Compares:  Zeng (2025), "Comparing Contrastive and Triplet Loss in Audio-Visual Embedding": Tables 1 to 3, Figures 1 to 3
// Run:       ./metric run studies/contrastive-vs-triplet.fsx --data mnist=DIR, the folder with MNIST's four files
#r "../artifacts/host/MetricPlugins.Core.dll"

study "contrastive-vs-triplet" {
    on "synthetic" "mlp"
    on "mnist" "convnet"
    data_folder "mnist" "../data/mnist"
    preset z25
    baseline (loss "contrastive")
    losses [ loss "triplet" ]
    seeds [ 0..4 ]
    variance_every 5
}
|> run
|> report
