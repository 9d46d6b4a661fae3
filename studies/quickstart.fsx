// What do the contrastive and the triplet loss each do with their gradient?
// Run:       ./metric run studies/quickstart.fsx
// Takes:     about 20 s on two cores
// Expected:  contrastive: a loss that falls by … ; triplet: …
#r "../artifacts/host/MetricPlugins.Core.dll"

study "quickstart" {
    dataset "synthetic"
    model "mlp"
    baseline (loss "contrastive")
    losses [ loss "contrastive" |> set "margin" 0.5
             loss "triplet" |> set "mining" "hard"
             loss "triplet" |> set "mining" "all" ]
    seeds [ 0..2 ]
    epochs 50
    batch_size 64
    adam 1e-3 1e-5
}
|> run
|> report
