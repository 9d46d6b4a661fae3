// How do seven losses differ in their training dynamics?
// Run:       ./metric run studies/quickstart.fsx
// Takes:     30 s on two cores
// Expected:  Contrastive has the smallest gradients, with a third of its pairs active; triplet's are eight times as large, with almost
//            half of its triplets active. The losses with a vector per class, ArcFace and CCL, halve first, by epoch 3. CCL has the
//            fewest active terms (5 %), ArcFace the largest gradients. SupCon never falls to 10 %: with about six positives per
//            anchor it cannot fall below about 1.7. Final losses have different scales: compare them only across seeds.
// Settings:  Defaults, with two exceptions. Triplet uses all triplets because the hardest ones collapse on labels as noisy as these. N-pair
//            has a scale of 16, a temperature of about 0.06, near the others' 0.07; with a scale of 1 it cannot fall below 1.37.
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
