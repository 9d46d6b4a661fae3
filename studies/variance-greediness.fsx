// Which of seven losses keeps variance within classes, which spends its gradient greedily, and what does either mean for retrieval?
// Compares:  Zeng, Niu, Li and Taya (2026), "Variance & Greediness": Tables 2 and 3, Figures 1 and 2
// Needs:     CLIP's weights (hf download openai/clip-vit-base-patch32 config.json model.safetensors) and any of the datasets: those that are
//            not there are left out, and named with the command that gets them, as in: metric data get cifar10
// Run:       ./metric run studies/variance-greediness.fsx
// Takes:     hours without a GPU, most of them once: on two cores a ViT-B/32 makes features of some ten images a second, and all losses and
//            seeds then share them
// Expected:  not known yet with CLIP's own weights; the report's tables have the paper's figures beside, and the untrained features as a row
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
