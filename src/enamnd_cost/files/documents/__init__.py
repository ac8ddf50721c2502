"""Reading a published document (csv, xlsx, TOML) as grids of cells; what it means is not known."""
