// What do the contrastive and the triplet loss each do with their gradient?
// Run:       ./metric run studies/quickstart.fsx
// Takes:     11 s on two cores
// Expected:  Contrastive: its loss halves within 10 epochs, a third of its pairs keep a gradient; at margin 0.5 faster, at
//            a third of the gradient norm. Triplets, hard: all embeddings collapse into a point, the loss stays at its
//            margin, every triplet active. Triplets, all: no collapse, with the largest gradient norm of the four.
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
