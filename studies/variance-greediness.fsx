// Which of seven losses keep variance within classes, which are greedy, and how do both affect retrieval?
// Compares:  Zeng, Niu, Li and Taya (2026), "Variance & Greediness": Tables 2 and 3, Figures 1 and 2
// Needs:     CLIP's weights (hf download openai/clip-vit-base-patch32 config.json model.safetensors) and any of the datasets: missing
//            ones are skipped, and the command that downloads them is printed, such as: metric data get cifar10
// Run:       ./metric run studies/variance-greediness.fsx
// Takes:     hours without a GPU, most of them only once: on two cores a ViT-B/32 computes the features of about ten images a second, which
//            all losses and seeds then share
// Expected:  not known yet with CLIP's weights; the report's tables show the paper's values and a row for the untrained features
#r "../artifacts/host/MetricPlugins.Core.dll"

study "variance-greediness" {
    dataset "fashion-mnist"
    dataset "cifar10"
    dataset "cars196"
    dataset "cub200"
    dataset "tiny-imagenet"
    present_data_only
    model "clip-vit-b32"
    preset z26
    baseline (loss "contrastive")
    losses [ loss "triplet"
             loss "npair"
             loss "infonce"
             loss "supcon"
             loss "arcface"
             loss "ccl" ]
    seeds [ 0..2 ]
}
|> run
|> report
