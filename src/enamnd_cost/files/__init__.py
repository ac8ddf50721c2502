"""From a folder of TOML files to the model, with every mistake collected; and safe writing."""
