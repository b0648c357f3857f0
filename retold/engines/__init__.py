"""Where steps run. An engine offers `map`, `map_groups` and `sql`, nothing else."""
