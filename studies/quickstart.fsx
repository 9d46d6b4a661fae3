// What do seven losses each do with their gradient?
// Run:       ./metric run studies/quickstart.fsx
// Takes:     30 s on two cores
// Expected:  The smallest gradients are contrastive's, on a third of its pairs; triplet's are eight times as large, on near half of
//            its triplets. The losses with a vector a class, ArcFace and CCL, halve first, by epoch 3; CCL has the fewest
//            active terms (5 %), ArcFace the largest gradients. SupCon never comes to a tenth: with about six positives
//            an anchor it cannot fall below about 1.7. Final losses are in units of their own and compare across seeds alone.
// Settings:  Each loss's defaults but two. The hardest triplets collapse on labels as noisy as these; and a scale of 16 is as sharp as a
//            temperature of 0.06, beside the others' 0.07, where at a scale of 1 N-pair cannot fall below 1.37.
#r "../artifacts/host/MetricPlugins.Core.dll"

study "quickstart" {
    dataset "synthetic"
    model "mlp"
    baseline (loss "contrastive")
    losses [ loss "triplet" |> set "mining" "all"
             loss "npair" |> set "scale" 16.0
             loss "infonce"
             loss "supcon"
             loss "arcface"
             loss "ccl" ]
    seeds [ 0..2 ]
    epochs 50
    batch_size 64
    adam 1e-3 1e-5
}
|> run
|> report
